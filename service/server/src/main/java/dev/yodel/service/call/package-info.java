/** The call engine: flow control, delays, failures, padding and info for every method, and the interface that features implement. */
@NullMarked
package dev.yodel.service.call;

import org.jspecify.annotations.NullMarked;

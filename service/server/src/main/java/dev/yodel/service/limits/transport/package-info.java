/** The limits of connections, as handlers of the transport. */
@NullMarked
package dev.yodel.service.limits.transport;

import org.jspecify.annotations.NullMarked;

/** What the server measures about itself, and the HTTP port that serves it. */
@NullMarked
package dev.yodel.service.metrics;

import org.jspecify.annotations.NullMarked;

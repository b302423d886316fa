/** Metrics pushed to a receiver of OTLP; its classes are loaded only if that is asked for. */
@NullMarked
package dev.yodel.loadtest.live.otlp;

import org.jspecify.annotations.NullMarked;

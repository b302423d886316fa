/** Traces of calls: what the rest of the server sees of them, and OpenTelemetry, which is loaded only if it is asked for. */
@NullMarked
package dev.yodel.service.tracing;

import org.jspecify.annotations.NullMarked;

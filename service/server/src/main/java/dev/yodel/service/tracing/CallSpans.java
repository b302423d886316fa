package dev.yodel.service.tracing;

import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/** Starts the span of each call. Thread-safe. */
@FunctionalInterface
public interface CallSpans {

    /** Traces nothing. */
    CallSpans NONE = (method, headers) -> null;

    /**
     * Starts the span of a call, or returns null if it is not traced.
     *
     * @param method the full name of the method, as the caller wrote it
     */
    @Nullable
    CallSpan start(String method, Metadata headers);
}

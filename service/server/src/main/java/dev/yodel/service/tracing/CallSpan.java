package dev.yodel.service.tracing;

import io.grpc.MethodDescriptor;
import io.grpc.Status;

/** The span of one call. */
public interface CallSpan {

    /** The method of the call is known; never called for a call to an unknown method. */
    void started(MethodDescriptor<?, ?> method);

    /** The call has ended. Called once. */
    void ended(Status status);

    /** The identifier of the trace, in hexadecimal; empty if the span is not recorded. */
    String traceId();

    /** The identifier of the span, in hexadecimal. */
    String spanId();
}

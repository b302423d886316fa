package dev.yodel.gatling.grpc.call;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;

/**
 * How a stream ended.
 *
 * @param nanos when, on the run's clock
 * @param afterRun whether the run was over by then
 */
record StreamEnd(Status status, Metadata trailers, long nanos, boolean afterRun) {

    /** The same, or INTERNAL if the call was to have one answer and had none or more. */
    StreamEnd checked(MethodType kind, long received) {
        return new StreamEnd(OneAnswer.check(kind, received, status), trailers, nanos, afterRun);
    }
}

package dev.yodel.gatling.grpc.outcome;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;

/**
 * How a stream ended.
 *
 * @param nanos when, on the run's clock
 * @param afterRun whether the run was over by then
 */
public record StreamEnd(Status status, Metadata trailers, long nanos, boolean afterRun) {

    /** Whether the end of the run may be what ended it. */
    public boolean isCutOff() {
        return afterRun && !status.isOk();
    }

    /** The code that the call ended with; what the end of the run makes of it is no server's. */
    public Status.Code code() {
        return isCutOff() ? Status.Code.CANCELLED : status.getCode();
    }

    /** The same, or INTERNAL if the call was to have one answer and had none or more. */
    public StreamEnd checked(MethodType kind, long received) {
        return new StreamEnd(SingleResponse.check(kind, received, status), trailers, nanos, afterRun);
    }
}

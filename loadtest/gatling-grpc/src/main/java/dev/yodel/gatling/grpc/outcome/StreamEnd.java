package dev.yodel.gatling.grpc.outcome;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;

/**
 * The end of a stream.
 *
 * @param nanos when, on the run's clock
 * @param afterRun whether the run had stopped by then
 */
public record StreamEnd(Status status, Metadata trailers, long nanos, boolean afterRun) {

    /** Whether the end of the run may be what ended it. */
    public boolean isCutOff() {
        return afterRun && !status.isOk();
    }

    /** The code that the call ended with; CANCELLED if the run cut it off. */
    public Status.Code code() {
        return isCutOff() ? Status.Code.CANCELLED : status.getCode();
    }

    /** The end with status INTERNAL if the call requires a single response and had none or several. */
    public StreamEnd checked(MethodType kind, long received) {
        return new StreamEnd(SingleResponse.check(kind, received, status), trailers, nanos, afterRun);
    }
}

package dev.yodel.gatling.grpc.stats;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One call, from due time to end. Times are values of the run's nanosecond clock ({@link System#nanoTime()} by
 * default): only their differences are meaningful.
 *
 * @param name the request name of the scenario
 * @param kind the kind of call
 * @param dueNanos when the call should have started by its schedule; {@code startNanos} without a schedule
 * @param startNanos when the call was handed to its channel
 * @param endNanos when its status arrived
 * @param status the status code it ended with
 * @param failureSource where its failure came from
 * @param error what went wrong, represented by the first text of its kind in the run; null if the failure source is
 *     {@link FailureSource#NONE}
 * @param sentBytes bytes of request messages on the wire, compressed and without framing; -1 if not measured
 * @param receivedBytes bytes of response messages on the wire, compressed and without framing; -1 if not measured
 * @param serverNanos the server's own time from its {@code server-timing} trailer; -1 if there is none
 * @param endedEarly whether the server ended a client or bidi stream with OK before the client half-closed it; this is
 *     no failure
 * @param peer the address of the server that had the call last, {@code host:port}; null if it never had a connection
 * @param traceId the trace of the call, 32 hexadecimal digits, if it was sent with the header {@code traceparent} of
 *     <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a> and is sampled; else null
 */
public record CallSample(
        String name,
        MethodType kind,
        long dueNanos,
        long startNanos,
        long endNanos,
        Status.Code status,
        FailureSource failureSource,
        @Nullable String error,
        long sentBytes,
        long receivedBytes,
        long serverNanos,
        boolean endedEarly,
        @Nullable String peer,
        @Nullable String traceId) {

    /** A call without a trace. */
    public CallSample(
            String name,
            MethodType kind,
            long dueNanos,
            long startNanos,
            long endNanos,
            Status.Code status,
            FailureSource failureSource,
            @Nullable String error,
            long sentBytes,
            long receivedBytes,
            long serverNanos,
            boolean endedEarly,
            @Nullable String peer) {
        this(
                name,
                kind,
                dueNanos,
                startNanos,
                endNanos,
                status,
                failureSource,
                error,
                sentBytes,
                receivedBytes,
                serverNanos,
                endedEarly,
                peer,
                null);
    }

    /** A call without a known peer and without a trace. */
    public CallSample(
            String name,
            MethodType kind,
            long dueNanos,
            long startNanos,
            long endNanos,
            Status.Code status,
            FailureSource failureSource,
            @Nullable String error,
            long sentBytes,
            long receivedBytes,
            long serverNanos,
            boolean endedEarly) {
        this(
                name,
                kind,
                dueNanos,
                startNanos,
                endNanos,
                status,
                failureSource,
                error,
                sentBytes,
                receivedBytes,
                serverNanos,
                endedEarly,
                null);
    }

    /** Whether the call counts as succeeded. */
    public boolean ok() {
        return failureSource == FailureSource.NONE;
    }

    /** Time from the moment the call was handed to its channel to its end, in nanoseconds. */
    public long serviceTimeNanos() {
        return endNanos - startNanos;
    }

    /** Time from the moment the call should have started to its end, in nanoseconds. */
    public long responseTimeNanos() {
        return endNanos - dueNanos;
    }
}

package dev.yodel.gatling.grpc.stats;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One call, from due time to end. Times are readings of the run's nanosecond clock ({@link System#nanoTime()} unless
 * another was given): only differences between them mean something.
 *
 * @param name the request name of the scenario
 * @param kind the shape of the call
 * @param dueNanos when the call should have started by the arrival profile; equals {@code startNanos} where none schedules it
 * @param startNanos when the call was handed to its channel
 * @param endNanos when its status arrived
 * @param status the status code it ended with
 * @param failureSource where its outcome came from
 * @param error what went wrong, by the first text of its kind in the run: values such as ids don't make a kind each; null
 *     if the failureSource is {@link FailureSource#NONE}
 * @param sentBytes bytes of request messages put on the wire: as compressed, without framing; -1 if not measured
 * @param receivedBytes bytes of response messages read from the wire, likewise; -1 if not measured
 * @param serverNanos the server's own time as told by its {@code server-timing} trailer; -1 if it told none
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
        long serverNanos) {

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

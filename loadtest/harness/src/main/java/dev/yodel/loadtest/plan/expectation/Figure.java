package dev.yodel.loadtest.plan.expectation;

import dev.yodel.loadtest.plan.Latency;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** A figure of a result that something can be expected of. */
public sealed interface Figure {

    /**
     * A percentile of a latency, in nanoseconds.
     *
     * @param percentile 0 (the minimum) to 100 (the maximum)
     * @param of null for that of the calls, or of the messages where streams are held open
     */
    record Percentile(double percentile, @Nullable Latency of) implements Figure {}

    /** The mean of a latency, in nanoseconds; {@code of} as for a percentile. */
    record Mean(@Nullable Latency of) implements Figure {}

    /**
     * Failed calls.
     *
     * @param share whether as a share of all calls, 0 to 1, and not as a count
     */
    record Failed(boolean share) implements Figure {}

    /** Calls that ended with a status; {@code share} as for failed calls. */
    record Ended(Status.Code status, boolean share) implements Figure {}

    /** Calls per second; messages sent per second where streams are held open. */
    record PerSecond() implements Figure {}
}

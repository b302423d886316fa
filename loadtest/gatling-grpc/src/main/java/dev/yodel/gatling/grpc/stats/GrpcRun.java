package dev.yodel.gatling.grpc.stats;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** A run of a simulation: what a listener may read and do while it lasts. Thread-safe. */
public interface GrpcRun {

    /** Calls that have started and not ended. */
    long openCalls();

    /** Statistics of the channels to each target so far, in the order of the targets' definition. */
    List<ChannelStats> channels();

    /**
     * Ends timed and scheduled actions now, as if their time were over: users proceed, and no call is cancelled.
     * Actions that start later end at once. Idempotent.
     */
    void windDown();

    /**
     * Stops all calls of the run: no further call starts, and open calls are cancelled and reported as
     * {@link FailureSource#CANCELLED}. Idempotent.
     *
     * @return completes when the last open call has ended and every connection is closed
     */
    CompletionStage<Void> stop();
}

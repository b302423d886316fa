package dev.yodel.gatling.grpc.stats;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** A run of a simulation as the protocol sees it: what a listener may ask and do while it goes on. Thread-safe. */
public interface GrpcRun {

    /** Calls that were started and have not ended. */
    long openCalls();

    /** What the channels to each target really did so far, in the order in which the targets were named. */
    List<ChannelStats> channels();

    /**
     * Has whatever goes on for a time or at a schedule end now, as if its time were over: users go on, and no call is
     * cancelled. What begins later ends at once. Idempotent.
     */
    void windDown();

    /**
     * Ends the run's part in gRPC: no further call starts, and every open one is cancelled and told as
     * {@link FailureSource#CANCELLED}. Idempotent.
     *
     * @return done when the last open call has ended and every connection is closed
     */
    CompletionStage<Void> stop();
}

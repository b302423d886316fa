package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalReader;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Whether a run has come to a stand: for some time there was not one more of what is counted, though the plan would have
 * had one begin. Read from one thread.
 */
final class StallDetector implements IntervalReader {

    private final LoadPlan plan;
    private final Duration patience;
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private Duration lastMove = Duration.ZERO;

    /** @param patience how long to wait beyond the longest time between two calls at a rate */
    StallDetector(LoadPlan plan, Duration patience) {
        this.plan = plan;
        this.patience = patience.plus(longestInterval(plan));
    }

    /** Done when it has. */
    CompletionStage<Void> reached() {
        return reached;
    }

    boolean isReached() {
        return reached.isDone();
    }

    @Override
    public void read(Interval interval) {
        if (interval.all().stream().anyMatch(this::moves)) {
            lastMove = interval.end();
        } else if (interval.end().minus(lastMove).compareTo(patience) >= 0) {
            reached.complete(null);
        }
    }

    /** Whether there was one more of what is counted: of calls, or of messages on held streams. */
    private boolean moves(RequestStats figures) {
        if (!(plan.request(figures.name()).arrival() instanceof Arrival.Streams)) {
            return figures.count() > 0;
        }
        return figures.kind() == MethodType.SERVER_STREAMING
                ? figures.messagesReceived() > 0
                : figures.messagesSent() > 0;
    }

    private static Duration longestInterval(LoadPlan plan) {
        double lowestRate = plan.requests().stream()
                .map(RequestPlan::arrival)
                .filter(Arrival.Rate.class::isInstance)
                .mapToDouble(arrival -> ((Arrival.Rate) arrival).rate())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        return Duration.ofNanos(Math.round(TimeUnit.SECONDS.toNanos(1) / lowestRate));
    }
}

package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.FailureSource;
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
 * Detects a stalled run: for some time nothing that is counted has completed, although the plan expects more. Read on one
 * thread.
 */
final class StallDetector implements IntervalReader {

    private final LoadPlan plan;
    private final Duration patience;
    private final CompletableFuture<Void> stalled = new CompletableFuture<>();
    private Duration lastProgress = Duration.ZERO;

    /** @param patience how long to wait, in addition to the longest interval between two calls at a rate */
    StallDetector(LoadPlan plan, Duration patience) {
        this.plan = plan;
        this.patience = patience.plus(longestInterval(plan));
    }

    /** Completes when the run has stalled. */
    CompletionStage<Void> stalled() {
        return stalled;
    }

    boolean isStalled() {
        return stalled.isDone();
    }

    @Override
    public void read(Interval interval) {
        if (interval.all().stream().anyMatch(this::progresses)) {
            lastProgress = interval.end();
        } else if (interval.end().minus(lastProgress).compareTo(patience) >= 0) {
            stalled.complete(null);
        }
    }

    /**
     * Whether any of what is counted completed: calls, or messages on held streams. A call that its deadline ended did not:
     * a service that does not respond would keep the run going.
     */
    private boolean progresses(RequestStats stats) {
        if (!(plan.request(stats.name()).arrival() instanceof Arrival.Streams)) {
            return stats.count() > stats.failureSources().getOrDefault(FailureSource.DEADLINE, 0L);
        }
        return stats.kind() == MethodType.SERVER_STREAMING ? stats.messagesReceived() > 0 : stats.messagesSent() > 0;
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

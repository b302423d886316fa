package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.Interval.Phase;
import io.grpc.MethodDescriptor.MethodType;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The count of a run: how many calls, or messages, may still begin, and whether all of them have ended. Its listener must
 * come after the one that counts open calls. Thread-safe.
 *
 * <p>Users and held streams take each one before they begin it. Calls at a rate begin by their schedule and are counted as
 * they begin: the window then ends when the next one would have been due. Messages that only the server sends are counted
 * as they arrive.
 */
final class CountLimit implements SampleListener {

    private final LoadPlan plan;
    private final long count;
    private final RunTime time;
    private final CallCounters calls;
    private final Runnable reached;
    private final boolean takesCalls;
    private final boolean endsByTime;
    private final AtomicLong left;
    private final AtomicLong ended = new AtomicLong();

    /** @param reached called when all have ended */
    CountLimit(LoadPlan plan, long count, RunTime time, CallCounters calls, Runnable reached) {
        this.plan = plan;
        this.count = count;
        this.time = time;
        this.calls = calls;
        this.reached = reached;
        takesCalls = plan.requests().stream().allMatch(request -> request.arrival() instanceof Arrival.Users);
        endsByTime = plan.requests().stream().allMatch(request -> request.arrival() instanceof Arrival.Rate);
        left = new AtomicLong(count);
    }

    /** Takes one to begin; false if none is left. */
    boolean take() {
        return left.getAndDecrement() > 0;
    }

    boolean spent() {
        return left.get() <= 0;
    }

    /** A call due in the warm-up is not counted. */
    @Override
    public void callStarted(String name, MethodType kind, long dueNanos) {
        if (plan.request(name).arrival() instanceof Arrival.Rate rate && time.counts(dueNanos)) {
            begun(rate, dueNanos);
        }
    }

    @Override
    public void callNotStarted(String name, MethodType kind, String error) {
        if (time.phase() != Phase.WINDOW) {
            return;
        }
        if (plan.request(name).arrival() instanceof Arrival.Rate rate) {
            begun(rate, System.nanoTime());
        } else {
            ended.incrementAndGet();
            endIfAllEnded();
        }
    }

    @Override
    public void callEnded(CallSample sample) {
        if (time.counts(sample.dueNanos())) {
            ended.incrementAndGet();
        }
        endIfAllEnded();
    }

    @Override
    public void messageReceived(MessageSample sample) {
        RequestPlan request = plan.request(sample.name());
        if (request.kind() == MethodType.SERVER_STREAMING
                && request.arrival() instanceof Arrival.Streams
                && time.counts(sample.receivedNanos())
                && left.decrementAndGet() == 0) {
            reached.run();
        }
    }

    private void begun(Arrival.Rate rate, long dueNanos) {
        if (left.decrementAndGet() == 0) {
            time.endAt(dueNanos + Math.round(TimeUnit.SECONDS.toNanos(1) / rate.rate()));
        }
    }

    private void endIfAllEnded() {
        if (!endsByTime && spent() && calls.open() == 0 && !isCallPending()) {
            reached.run();
        }
    }

    /** Whether a user took one more call and has not begun it yet: it will be due in the window. */
    private boolean isCallPending() {
        return takesCalls && ended.get() < count;
    }
}

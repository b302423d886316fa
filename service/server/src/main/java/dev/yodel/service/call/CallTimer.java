package dev.yodel.service.call;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The delays of one call: computes how long each step has to wait, and resumes the call after that time. Guarded by the
 * lock of the call.
 *
 * <p>The due times of responses at an interval follow each other exactly, so late timer wake-ups do not add up. A response
 * that is already late restarts the schedule, so a slow reader does not receive a burst.
 */
final class CallTimer {

    private final LongSupplier nanoClock;
    private final ScheduledExecutorService executor;
    private final Runnable resume;
    private final long start;

    private long due;
    private boolean scheduled;

    private boolean waited;
    private boolean worked;
    private @Nullable Future<?> pending;

    /** Starts with the arrival of the first request. */
    CallTimer(LongSupplier nanoClock, ScheduledExecutorService executor, Runnable resume) {
        this.nanoClock = nanoClock;
        this.executor = executor;
        this.resume = resume;
        start = nanoClock.getAsLong();
    }

    /** How much remains of a delay that counts from the first request; 0 or less if it is over. */
    long remaining(long nanos) {
        return start + nanos - nanoClock.getAsLong();
    }

    /** How long to delay the next response, which is ready now; an interval of 0 causes no delay. */
    long untilNext(long intervalNanos) {
        if (intervalNanos == 0) {
            return 0;
        }
        long now = nanoClock.getAsLong();
        long next = due + intervalNanos;
        due = scheduled && next - now > 0 ? next : now;
        scheduled = true;
        return due - now;
    }

    /** The call enters its next step, which may wait once. */
    void nextStep() {
        waited = false;
    }

    /** Waits until a time has passed since the first request; otherwise like {@link #waitFor}. */
    boolean waitFromStart(long nanos) {
        return nanos > 0 && waitFor(remaining(nanos));
    }

    /** Waits until the next response is due, and a delay after that; otherwise like {@link #waitFor}. */
    boolean waitForNext(long intervalNanos, LongSupplier delayNanos) {
        return !waited && waitFor(untilNext(intervalNanos) + delayNanos.getAsLong());
    }

    /** Returns whether the step has to wait, unless it has done so before. If so, the call is resumed afterwards. */
    boolean waitFor(long nanos) {
        if (waited || nanos <= 0) {
            return false;
        }
        waited = true;
        pending = executor.schedule(resume, nanos, TimeUnit.NANOSECONDS);
        return true;
    }

    /** Returns whether the call has to wait for CPU time to be burnt, once. If so, it is resumed afterwards. */
    boolean waitForWork(CpuWork work, long nanos) {
        if (worked || nanos <= 0) {
            return false;
        }
        worked = true;
        pending = work.start(nanos, resume);
        return true;
    }

    boolean isPending() {
        return pending != null;
    }

    /** The delay is over, and the call resumes. */
    void elapsed() {
        pending = null;
    }

    void cancel() {
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }
}

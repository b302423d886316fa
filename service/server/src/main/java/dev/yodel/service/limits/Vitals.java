package dev.yodel.service.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Whether the server is able to serve: memory for the transport is left, and its threads make progress. Checked every
 * second; a server whose memory stays used up cannot help itself, and is ended for its supervisor to start another one.
 */
public final class Vitals {

    static final long STALLED = TimeUnit.SECONDS.toNanos(5);
    static final long LOST = TimeUnit.SECONDS.toNanos(10);

    private final List<Pulse> pulses = new ArrayList<>();
    private final BooleanSupplier memoryUsedUp;
    private final LongSupplier nanoClock;
    private final Consumer<String> log;
    private final Runnable exit;
    private volatile boolean outOfMemory;
    private volatile boolean stalled;
    private long outSince;

    /**
     * @param threads the threads of the transport, one executor each
     * @param memoryUsedUp whether no memory of the transport is left
     * @param log writes a line
     * @param exit ends the process
     */
    public Vitals(
            Iterable<? extends Executor> threads,
            BooleanSupplier memoryUsedUp,
            LongSupplier nanoClock,
            Consumer<String> log,
            Runnable exit) {
        threads.forEach(thread -> pulses.add(new Pulse(thread)));
        this.memoryUsedUp = memoryUsedUp;
        this.nanoClock = nanoClock;
        this.log = log;
        this.exit = exit;
    }

    public boolean areGood() {
        return !outOfMemory && !stalled;
    }

    /** Every second. */
    public void tick() {
        long now = nanoClock.getAsLong();
        checkMemory(now);
        boolean slow = false;
        for (Pulse pulse : pulses) {
            slow |= pulse.isOverdue(now);
        }
        if (slow != stalled) {
            log.accept(
                    slow
                            ? "not ready: a thread of the transport makes no progress"
                            : "the transport makes progress again");
        }
        stalled = slow;
    }

    private void checkMemory(long now) {
        boolean usedUp = memoryUsedUp.getAsBoolean();
        if (!usedUp && outOfMemory) {
            log.accept("memory of the transport is available again");
        } else if (usedUp && !outOfMemory) {
            outSince = now;
            log.accept("not ready: the memory of the transport is used up; exits with code 4 unless it recovers within "
                    + TimeUnit.NANOSECONDS.toSeconds(LOST) + " s");
        } else if (usedUp && now - outSince >= LOST) {
            exit.run();
        }
        outOfMemory = usedUp;
    }

    /** A thread that is asked to run something every second. */
    private static final class Pulse {

        private final Executor thread;
        private volatile boolean asked;
        private long askedAt;

        Pulse(Executor thread) {
            this.thread = thread;
        }

        boolean isOverdue(long now) {
            if (asked) {
                return now - askedAt > STALLED;
            }
            asked = true;
            askedAt = now;
            thread.execute(() -> asked = false);
            return false;
        }
    }
}

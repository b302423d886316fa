package dev.yodel.gatling.grpc.call;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests messages from the transport one at a time at a rate: a reader that is slower than its server. A rate of 0 requests
 * none. Used on the event loop of the user.
 */
final class PacedRequests implements IntConsumer {

    private final Timer timers;
    private final LongSupplier clock;
    private final double perSecond;
    private final IntConsumer transport;
    private long pending;
    private long nextNanos;
    private boolean begun;
    private @Nullable Future<?> timer;

    /** @param transport requests a number of messages */
    PacedRequests(Timer timers, LongSupplier clock, double perSecond, IntConsumer transport) {
        this.timers = timers;
        this.clock = clock;
        this.perSecond = perSecond;
        this.transport = transport;
    }

    /** That many more messages may be requested. */
    @Override
    public void accept(int messages) {
        pending += messages;
        if (timer == null && perSecond > 0) {
            next();
        }
    }

    /** Requests no more. */
    void stop() {
        pending = 0;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void next() {
        timer = null;
        long now = clock.getAsLong();
        if (!begun) {
            begun = true;
            nextNanos = now;
        }
        if (pending > 0 && nextNanos - now <= 0) {
            pending--;
            nextNanos = now + Math.round(TimeUnit.SECONDS.toNanos(1) / perSecond);
            transport.accept(1);
        }
        if (pending > 0) {
            timer = timers.after(nextNanos - now, this::next);
        }
    }

    /** Runs a task on the event loop, after some nanoseconds. */
    interface Timer {
        Future<?> after(long nanos, Runnable task);
    }
}

package dev.yodel.gatling.grpc.call;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time-out of the successive waits on a stream.
 *
 * <p>A wait that ends in time leaves the timer running; when it fires it checks the current wait. A stream that awaits
 * thousands of messages per second therefore rarely schedules a timer. Used on one event loop.
 */
final class WaitTimer implements Runnable {

    private final EventLoop loop;
    private final LongSupplier clock;
    private @Nullable StreamListener wait;
    private @Nullable ScheduledFuture<?> timer;
    private long timerNanos;

    WaitTimer(EventLoop loop, LongSupplier clock) {
        this.loop = loop;
        this.clock = clock;
    }

    void watch(StreamListener newWait) {
        wait = newWait;
        if (timer != null && newWait.deadlineNanos() - timerNanos < 0) {
            timer.cancel(false);
            timer = null;
        }
        if (timer == null) {
            start(newWait.deadlineNanos());
        }
    }

    void unwatch() {
        wait = null;
    }

    void cancel() {
        wait = null;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void run() {
        timer = null;
        StreamListener watched = wait;
        if (watched == null) {
            return;
        }
        if (watched.deadlineNanos() - clock.getAsLong() > 0) {
            start(watched.deadlineNanos());
        } else {
            watched.timedOut();
        }
    }

    private void start(long deadlineNanos) {
        timerNanos = deadlineNanos;
        timer = loop.schedule(this, Math.max(0, deadlineNanos - clock.getAsLong()), TimeUnit.NANOSECONDS);
    }
}

package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.schedule.DueTimes;
import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.core.session.Session;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends at the due times of a schedule, on a user's event loop: late sends at once, and none before the receiver is
 * ready.
 */
final class ScheduledSender implements Runnable {

    /** The number of sends per iteration, before the event loop serves other users and its connections. */
    private static final int BURST = 64;

    private final EventLoop loop;
    private final LongSupplier clock;
    private final DueTimes dueTimes;
    private final Receiver receiver;
    private final long startNanos;
    private long dueOffset;
    private boolean scheduled;
    private boolean over;
    private @Nullable ScheduledFuture<?> timer;

    ScheduledSender(EventLoop loop, LongSupplier clock, DueTimes dueTimes, Receiver receiver) {
        this.loop = loop;
        this.clock = clock;
        this.dueTimes = dueTimes;
        this.receiver = receiver;
        startNanos = dueTimes.startNanos(clock.getAsLong());
        dueOffset = dueTimes.next();
    }

    /**
     * The due times of a schedule for the user of the session.
     *
     * @throws UnresolvedException if they cannot be computed from the session
     */
    static DueTimes dueTimes(Schedule schedule, Session session, String name) {
        try {
            return schedule.dueTimes(new io.gatling.javaapi.core.Session(session));
        } catch (Throwable e) { // its duration may be a function of the scenario
            throw new UnresolvedException("schedule of %s: %s".formatted(name, e));
        }
    }

    /** The moment that the due times count from. */
    long startNanos() {
        return startNanos;
    }

    /** Starts, or resumes after the receiver was not ready. */
    void resume() {
        if (!scheduled && !over) {
            advance();
        }
    }

    /** Stops sending. */
    void stop() {
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Stops sending, as if all were sent. */
    void finish() {
        if (!over) {
            stop();
            receiver.allSent();
        }
    }

    @Override
    public void run() {
        scheduled = false;
        resume();
    }

    private void advance() {
        for (int sent = 0; sent < BURST; sent++) {
            if (dueOffset == DueTimes.NONE) {
                over = true;
                receiver.allSent();
                return;
            }
            long due = startNanos + dueOffset;
            long wait = due - clock.getAsLong();
            if (wait > 0) {
                scheduled = true;
                receiver.prepare();
                timer = loop.schedule(this, wait, TimeUnit.NANOSECONDS);
                return;
            }
            if (!receiver.isReady()) {
                return;
            }
            dueOffset = dueTimes.next();
            receiver.send(due);
            if (over) {
                return;
            }
        }
        // Not by execute(): the loop runs executed tasks before it polls its connections, and answers would wait.
        scheduled = true;
        timer = loop.schedule(this, 0, TimeUnit.NANOSECONDS);
    }

    /** The receiver of the sends. */
    interface Receiver {

        /** A send will be due later. */
        void prepare();

        /** Whether it accepts the send that is due; if not, it resumes the sender later. */
        boolean isReady();

        void send(long dueNanos);

        /** All sends are done. */
        void allSent();
    }
}

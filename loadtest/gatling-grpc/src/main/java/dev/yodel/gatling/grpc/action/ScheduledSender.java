package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.schedule.DueTimes;
import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.core.session.Session;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends at the due times of a schedule, on a user's event loop: late ones at once, and none before the target is ready for
 * it.
 */
final class ScheduledSender implements Runnable {

    /** How many sends in one go, before other users and the connections of the event loop get their turn. */
    private static final int BURST = 64;

    private final EventLoop loop;
    private final LongSupplier clock;
    private final DueTimes dueTimes;
    private final Target target;
    private final long startNanos;
    private long dueOffset;
    private boolean scheduled;
    private boolean over;
    private @Nullable ScheduledFuture<?> timer;

    ScheduledSender(EventLoop loop, LongSupplier clock, DueTimes dueTimes, Target target) {
        this.loop = loop;
        this.clock = clock;
        this.dueTimes = dueTimes;
        this.target = target;
        startNanos = clock.getAsLong();
        dueOffset = dueTimes.next();
    }

    /**
     * The due times of a schedule for the user of the session.
     *
     * @throws UnresolvedException if they cannot be made of the session
     */
    static DueTimes dueTimes(Schedule schedule, Session session, String name) {
        try {
            return schedule.dueTimes(new io.gatling.javaapi.core.Session(session));
        } catch (Throwable e) { // its length may be a function of the scenario
            throw new UnresolvedException("schedule of %s: %s".formatted(name, e));
        }
    }

    /** Goes on after the target was not ready, or for the first time. */
    void resume() {
        if (!scheduled && !over) {
            advance();
        }
    }

    /** Sends nothing any more. */
    void stop() {
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Sends nothing any more, as if all were sent. */
    void finish() {
        if (!over) {
            stop();
            target.allSent();
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
                target.allSent();
                return;
            }
            long due = startNanos + dueOffset;
            long wait = due - clock.getAsLong();
            if (wait > 0) {
                scheduled = true;
                target.prepare();
                timer = loop.schedule(this, wait, TimeUnit.NANOSECONDS);
                return;
            }
            if (!target.isReady()) {
                return;
            }
            dueOffset = dueTimes.next();
            target.send(due);
            if (over) {
                return;
            }
        }
        // Not by execute(): what is executed goes on before the loop looks at its connections again, and answers would
        // wait.
        scheduled = true;
        timer = loop.schedule(this, 0, TimeUnit.NANOSECONDS);
    }

    /** What is sent to. */
    interface Target {

        /** A send will be due, but not now. */
        void prepare();

        /** Whether it takes the send that is due; if not, it resumes the sender when it does. */
        boolean isReady();

        void send(long dueNanos);

        /** Nothing more will be sent. */
        void allSent();
    }
}

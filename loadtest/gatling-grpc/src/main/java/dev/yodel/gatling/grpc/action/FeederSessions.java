package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.schedule.DueTimes;
import dev.yodel.gatling.grpc.bridge.FeederRecords;
import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.core.session.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The sessions that the messages of one action are made of: each is the user's with the next record of a feeder.
 *
 * <p>A record is asked for shortly before its message is due, several at a time where many are due, and never for a
 * message that will not be sent by the schedule. So a feeder that is exactly long enough is long enough, and memory is
 * bounded. Used on the user's event loop.
 */
final class FeederSessions implements FeederRecords.Taker {

    private static final int MAX_AHEAD = 64;
    private static final long NEAR_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long FAR_NANOS = 2 * NEAR_NANOS;

    private final FeederRecords feed;
    private final Session session;
    private final LongSupplier dueTimes;
    private final LongSupplier clock;
    private final Runnable arrived;
    private final Deque<Session> here = new ArrayDeque<>();
    private final long startNanos;
    private long due;
    private int asked;
    private boolean over;

    /**
     * @param session the user's
     * @param dueTimes when messages are due, one by one, as {@link DueTimes#next()} says it
     * @param arrived called when a session has come
     */
    FeederSessions(FeederRecords feed, Session session, LongSupplier dueTimes, LongSupplier clock, Runnable arrived) {
        this.feed = feed;
        this.session = session;
        this.dueTimes = dueTimes;
        this.clock = clock;
        this.arrived = arrived;
        startNanos = clock.getAsLong();
        due = dueTimes.getAsLong();
    }

    /** Whether a session is here; asks for it if not, and for those that are wanted soon. */
    boolean isReady() {
        askAhead();
        return !here.isEmpty();
    }

    /** Asks for the session that is wanted next if it is not here, and for those that are wanted soon. */
    void askAhead() {
        int ahead = here.size() + asked;
        long now = clock.getAsLong() - startNanos;
        if (ahead == 0 || (ahead <= MAX_AHEAD / 2 && due <= now + NEAR_NANOS)) {
            ask(now + FAR_NANOS);
        }
    }

    /** Takes the session that is here. */
    Session next() {
        return here.remove();
    }

    /** Takes no more notice of what comes. */
    void stop() {
        over = true;
        here.clear();
    }

    @Override
    public void take(Session fed) {
        asked--;
        if (!over) {
            here.add(fed);
            arrived.run();
        }
    }

    private void ask(long untilNanos) {
        while (due != DueTimes.NONE && isWanted(untilNanos)) {
            asked++;
            due = dueTimes.getAsLong();
            feed.request(session, this);
        }
    }

    private boolean isWanted(long untilNanos) {
        int ahead = here.size() + asked;
        return ahead == 0 || (ahead < MAX_AHEAD && due <= untilNanos);
    }
}

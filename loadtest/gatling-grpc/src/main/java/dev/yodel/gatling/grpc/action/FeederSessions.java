package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.FeederRecords;
import dev.yodel.gatling.grpc.schedule.DueTimes;
import io.gatling.core.session.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The sessions for the messages of one action: each is the user's session with the next record of a feeder.
 *
 * <p>A record is requested shortly before its message is due, several at once if many are due, and never for a message
 * beyond the schedule. A feeder with exactly enough records suffices, and memory is bounded. Used on the user's event
 * loop.
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
    private final Deque<Session> available = new ArrayDeque<>();
    private final long startNanos;
    private long due;
    private int requested;
    private boolean over;

    /**
     * @param session the user's
     * @param startNanos the moment that the due times count from
     * @param dueTimes the due times of the messages, as returned by {@link DueTimes#next()}
     * @param arrived called when a session has arrived
     */
    FeederSessions(
            FeederRecords feed,
            Session session,
            long startNanos,
            LongSupplier dueTimes,
            LongSupplier clock,
            Runnable arrived) {
        this.feed = feed;
        this.session = session;
        this.dueTimes = dueTimes;
        this.clock = clock;
        this.arrived = arrived;
        this.startNanos = startNanos;
        due = dueTimes.getAsLong();
    }

    /** Whether a session is available; requests it if not, and those that are needed soon. */
    boolean isReady() {
        requestAhead();
        return !available.isEmpty();
    }

    /** Requests the next session if it is not available, and those that are needed soon. */
    void requestAhead() {
        int ahead = available.size() + requested;
        long now = clock.getAsLong() - startNanos;
        if (ahead == 0 || (ahead <= MAX_AHEAD / 2 && due <= now + NEAR_NANOS)) {
            request(now + FAR_NANOS);
        }
    }

    /** Takes the next session, which must be available. */
    Session next() {
        return available.remove();
    }

    /** Ignores sessions that arrive later. */
    void stop() {
        over = true;
        available.clear();
    }

    @Override
    public void take(Session withRecord) {
        requested--;
        if (!over) {
            available.add(withRecord);
            arrived.run();
        }
    }

    private void request(long untilNanos) {
        while (due != DueTimes.NONE && isWanted(untilNanos)) {
            requested++;
            due = dueTimes.getAsLong();
            feed.request(session, this);
        }
    }

    private boolean isWanted(long untilNanos) {
        int ahead = available.size() + requested;
        return ahead == 0 || (ahead < MAX_AHEAD && due <= untilNanos);
    }
}

package dev.yodel.gatling.grpc.schedule;

import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The due times of one user, or those that one of several users is dealt, one after the other. Used by one thread. */
public final class DueTimes {

    /** There is no further due time. */
    public static final long NONE = -1;

    private final Rhythm rhythm;
    private final long userId;
    private final long durationNanos;
    private final long times;
    private final Hand hand;
    private final @Nullable Long startNanos;
    private final DoubleSupplier dueNanos;
    private long index;

    DueTimes(Rhythm rhythm, long userId, long durationNanos, long times, Hand hand, @Nullable Long startNanos) {
        this.rhythm = rhythm;
        this.userId = userId;
        this.durationNanos = durationNanos;
        this.times = times;
        this.hand = hand;
        this.startNanos = startNanos;
        dueNanos = rhythm.dueNanos(userId);
    }

    /** The same due times again, from the first one. */
    public DueTimes again() {
        return new DueTimes(rhythm, userId, durationNanos, times, hand, startNanos);
    }

    /** The moment of the nanosecond clock that they count from: now, unless the schedule has another one. */
    public long startNanos(long now) {
        return startNanos == null ? now : startNanos;
    }

    /** The next due time in nanoseconds after the start; {@link #NONE} after the last one. */
    public long next() {
        while (index < times) {
            double due = dueNanos.getAsDouble();
            if (due >= durationNanos) {
                return NONE;
            }
            if (index++ % hand.of == hand.index) {
                return (long) due;
            }
        }
        return NONE;
    }

    /**
     * Which of the due times are dealt to a user: of each round of so many, one.
     *
     * @param index its place in the round, from 0
     * @param of how many users are dealt to
     */
    record Hand(long index, long of) {

        /** All of them. */
        static final Hand ALL = new Hand(0, 1);

        Hand {
            if (index < 0 || index >= of) {
                throw new IllegalArgumentException("index: %d (expected: 0 to %d)".formatted(index, of - 1));
            }
        }
    }
}

package dev.yodel.gatling.grpc.schedule;

import java.util.function.DoubleSupplier;

/** The due times of one user, one after the other. Used by one thread. */
public final class DueTimes {

    /** There is no further due time. */
    public static final long NONE = -1;

    private final Rhythm rhythm;
    private final long userId;
    private final long durationNanos;
    private final long times;
    private final DoubleSupplier dueNanos;
    private long index;

    DueTimes(Rhythm rhythm, long userId, long durationNanos, long times) {
        this.rhythm = rhythm;
        this.userId = userId;
        this.durationNanos = durationNanos;
        this.times = times;
        dueNanos = rhythm.dueNanos(userId);
    }

    /** The same due times again, from the first one. */
    public DueTimes again() {
        return new DueTimes(rhythm, userId, durationNanos, times);
    }

    /** The next due time in nanoseconds after the start; {@link #NONE} after the last one. */
    public long next() {
        if (index >= times) {
            return NONE;
        }
        index++;
        double due = dueNanos.getAsDouble();
        return due < durationNanos ? (long) due : NONE;
    }
}

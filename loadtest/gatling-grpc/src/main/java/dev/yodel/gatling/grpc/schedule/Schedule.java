package dev.yodel.gatling.grpc.schedule;

import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of due times: when each call or message of a virtual user <em>should</em> be sent, regardless of how long
 * earlier ones take. Immutable.
 *
 * <p>One that is late is sent at once, and its response time still counts from its due time. This avoids coordinated
 * omission: a server that stalls for a second affects everything that was due in that second, not only one call.
 *
 * <p>Virtual users that follow the same schedule are offset within its first interval (one by the rate), so that they do
 * not all send at once.
 */
public final class Schedule {

    /** The first user of a process. */
    private static final long FIRST = 1;

    private final Rhythms rhythm;
    private final long durationNanos;
    private final long times;
    private final @Nullable Function<Session, Duration> duration;
    private final @Nullable Function<Session, DueTimes.Hand> hand;
    private final long firstUser;
    private final @Nullable ToLongFunction<Session> start;

    private Schedule(Rhythm rhythm, long durationNanos, long times, @Nullable Function<Session, Duration> duration) {
        this(session -> rhythm, durationNanos, times, duration);
    }

    private Schedule(Rhythms rhythm, long durationNanos, long times, @Nullable Function<Session, Duration> duration) {
        this(rhythm, durationNanos, times, duration, null, 0, null);
    }

    private Schedule(
            Rhythms rhythm,
            long durationNanos,
            long times,
            @Nullable Function<Session, Duration> duration,
            @Nullable Function<Session, DueTimes.Hand> hand,
            long firstUser,
            @Nullable ToLongFunction<Session> start) {
        this.rhythm = rhythm;
        this.durationNanos = durationNanos;
        this.times = times;
        this.duration = duration;
        this.hand = hand;
        this.firstUser = firstUser;
        this.start = start;
    }

    /** A constant rate: one send every {@code 1 / perSecond} seconds. */
    public static Start constant(double perSecond) {
        return new Start(new Rhythm.Constant(rate(perSecond)));
    }

    /** Poisson arrivals, as of many independent clients: gaps are exponential, {@code 1 / perSecond} s on average. */
    public static Start poisson(double perSecond, long seed) {
        return new Start(new Rhythm.Poisson(rate(perSecond), seed));
    }

    /** A rate that changes linearly from one value to the other, for the given time. */
    public static Schedule ramp(double fromPerSecond, double toPerSecond, Duration during) {
        notNegative("from", fromPerSecond);
        notNegative("to", toPerSecond);
        if (fromPerSecond + toPerSecond == 0) {
            throw new IllegalArgumentException("ramp: 0 to 0 sends/s (expected: one of them > 0)");
        }
        long nanos = positive(during);
        return new Schedule(new Rhythm.Ramp(fromPerSecond, toPerSecond, nanos), nanos, Long.MAX_VALUE, null);
    }

    /** Rates that follow each other, with even gaps. */
    public static Schedule stages(List<Stage> stages) {
        return new Schedule(new Rhythm.Stages(checked(stages), null), Long.MAX_VALUE, Long.MAX_VALUE, null);
    }

    /** Rates that follow each other, with Poisson arrivals. */
    public static Schedule poissonStages(List<Stage> stages, long seed) {
        return new Schedule(new Rhythm.Stages(checked(stages), seed), Long.MAX_VALUE, Long.MAX_VALUE, null);
    }

    /** Rates that follow each other, with even gaps, made when a user starts. */
    public static Schedule stages(Function<Session, List<Stage>> stages) {
        return new Schedule(
                session -> new Rhythm.Stages(List.copyOf(stages.apply(Objects.requireNonNull(session))), null),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                null);
    }

    private static List<Stage> checked(List<Stage> stages) {
        if (stages.stream().mapToDouble(Stage::sends).sum() == 0) {
            throw new IllegalArgumentException("stages: nothing to send (expected: a rate > 0 in one of them)");
        }
        return List.copyOf(stages);
    }

    /**
     * The schedule of one user, dealt out to several who start together: together they have exactly its due times, each
     * every {@code of}-th of them.
     *
     * @param index the place of the session's user, from 0; no two have the same
     * @param of how many users there are, in this process and in others
     */
    public Schedule dealt(ToLongFunction<Session> index, long of) {
        return new Schedule(
                rhythm,
                durationNanos,
                times,
                duration,
                session -> new DueTimes.Hand(index.applyAsLong(session), of),
                firstUser,
                start);
    }

    /** The same schedule for users who are not the first ones: that many come before, such as those of other processes. */
    public Schedule after(long users) {
        return new Schedule(rhythm, durationNanos, times, duration, hand, users, start);
    }

    /**
     * The same schedule, counted from a moment instead of the user's start: a user that starts later is late for what was due
     * before, and sends it at once. No due time is lost when a busy machine starts a user late.
     *
     * @param nanos the moment, on the clock of {@link System#nanoTime()}
     */
    public Schedule startingAt(ToLongFunction<Session> nanos) {
        return new Schedule(rhythm, durationNanos, times, duration, hand, firstUser, nanos);
    }

    /** The due times for the session's user, who starts now, as nanoseconds after the start, ascending. */
    public DueTimes dueTimes(Session session) {
        Long from = start == null ? null : Long.valueOf(start.applyAsLong(session));
        long nanos = duration == null ? durationNanos : duration.apply(session).toNanos();
        return hand == null
                ? new DueTimes(rhythm.of(session), firstUser + session.userId(), nanos, times, DueTimes.Hand.ALL, from)
                : new DueTimes(rhythm.of(session), FIRST, nanos, times, hand.apply(session), from);
    }

    /** The due times of a user without a session, for a schedule that reads none. */
    public DueTimes dueTimes(long userId) {
        return new DueTimes(rhythm.of(null), userId, durationNanos, times, DueTimes.Hand.ALL, null);
    }

    /**
     * The due times that one of several users is dealt, without a session, of a schedule that reads none.
     *
     * @param index its place, from 0
     * @param of how many users there are
     */
    public DueTimes dueTimes(long index, long of) {
        return new DueTimes(rhythm.of(null), FIRST, durationNanos, times, new DueTimes.Hand(index, of), null);
    }

    private static double rate(double perSecond) {
        if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
            throw new IllegalArgumentException("rate: %s sends/s (expected: > 0)".formatted(perSecond));
        }
        return perSecond;
    }

    private static void notNegative(String what, double perSecond) {
        if (!(perSecond >= 0) || Double.isInfinite(perSecond)) {
            throw new IllegalArgumentException("%s: %s sends/s (expected: >= 0)".formatted(what, perSecond));
        }
    }

    private static long positive(Duration during) {
        if (during.isNegative() || during.isZero()) {
            throw new IllegalArgumentException("during: %s (expected: > 0)".formatted(during));
        }
        return during.toNanos();
    }

    /** The rhythm for a session, which is null where it does not depend on one. */
    private interface Rhythms {

        Rhythm of(@Nullable Session session);
    }

    /**
     * A part of a schedule.
     *
     * @param fromPerSecond the rate at its start, 0 or more
     * @param toPerSecond the rate at its end, 0 or more; it changes linearly
     * @param duration its length
     */
    public record Stage(double fromPerSecond, double toPerSecond, Duration duration) {

        public Stage {
            notNegative("from", fromPerSecond);
            notNegative("to", toPerSecond);
            positive(duration);
        }

        double sends() {
            return (fromPerSecond + toPerSecond) / 2 * (duration.toNanos() / Rhythm.NANOS_PER_SECOND);
        }

        /** When that many sends are due, fewer than it has, in nanoseconds after its start. */
        double dueNanosOf(double sends) {
            return new Rhythm.Ramp(fromPerSecond, toPerSecond, duration.toNanos()).dueNanosOf(sends);
        }
    }

    /** A rate without an end yet. */
    public static final class Start {

        private final Rhythm rhythm;

        private Start(Rhythm rhythm) {
            this.rhythm = rhythm;
        }

        /** For a duration: sends due after it are not made. */
        public Schedule during(Duration duration) {
            return new Schedule(rhythm, positive(duration), Long.MAX_VALUE, null);
        }

        /** For a duration computed from the session when its user starts; zero or less sends nothing. */
        public Schedule during(Function<Session, Duration> duration) {
            return new Schedule(rhythm, Long.MAX_VALUE, Long.MAX_VALUE, duration);
        }

        /** For a number of sends. */
        public Schedule times(long count) {
            if (count < 1) {
                throw new IllegalArgumentException("times: %d (expected: > 0)".formatted(count));
            }
            return new Schedule(rhythm, Long.MAX_VALUE, count, null);
        }
    }
}

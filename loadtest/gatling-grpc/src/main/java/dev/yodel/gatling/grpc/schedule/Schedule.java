package dev.yodel.gatling.grpc.schedule;

import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of due times: when each send <em>should</em> happen, whatever happened to the one before it. Immutable.
 *
 * <p>A send that is late is made at once, and its response time counts from its due time all the same: a server that
 * stands still for a second is seen by every send that fell into that second, not by one.
 *
 * <p>Users who follow the same schedule are spread over its first interval, so that they do not all send at once.
 */
public final class Schedule {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double GOLDEN_RATIO = 0.6180339887498949;

    private final Form form;
    private final double fromRate;
    private final double toRate;
    private final long seed;
    private final long forNanos;
    private final long times;
    private final @Nullable Function<Session, Duration> length;

    private Schedule(Form form, double fromRate, double toRate, long seed, long forNanos, long times) {
        this(form, fromRate, toRate, seed, forNanos, times, null);
    }

    private Schedule(
            Form form,
            double fromRate,
            double toRate,
            long seed,
            long forNanos,
            long times,
            @Nullable Function<Session, Duration> length) {
        this.form = form;
        this.fromRate = fromRate;
        this.toRate = toRate;
        this.seed = seed;
        this.forNanos = forNanos;
        this.times = times;
        this.length = length;
    }

    /** A constant rate: one send every {@code 1 / rate} seconds. */
    public static Start constant(double perSecond) {
        return new Start(new Schedule(
                Form.CONSTANT,
                rate("rate", perSecond, Double.MIN_VALUE),
                perSecond,
                0,
                Long.MAX_VALUE,
                Long.MAX_VALUE));
    }

    /** Sends that come by chance, as those of many independent clients do: gaps are exponential, {@code 1 / rate} s on average. */
    public static Start poisson(double perSecond, long seed) {
        return new Start(new Schedule(
                Form.POISSON,
                rate("rate", perSecond, Double.MIN_VALUE),
                perSecond,
                seed,
                Long.MAX_VALUE,
                Long.MAX_VALUE));
    }

    /** A rate that changes evenly from one to the other, and then is over. */
    public static Schedule ramp(double fromPerSecond, double toPerSecond, Duration during) {
        rate("from", fromPerSecond, 0);
        rate("to", toPerSecond, 0);
        if (fromPerSecond + toPerSecond == 0) {
            throw new IllegalArgumentException("ramp: 0 to 0 sends/s (expected: one of them > 0)");
        }
        return new Schedule(Form.RAMP, fromPerSecond, toPerSecond, 0, positive(during), Long.MAX_VALUE);
    }

    /** The due times for the session's user, who starts now, as nanoseconds after the start, ascending. */
    public DueTimes dueTimes(Session session) {
        if (length == null) {
            return dueTimes(session.userId());
        }
        long nanos = length.apply(session).toNanos();
        return new Schedule(form, fromRate, toRate, seed, nanos, times).dueTimes(session.userId());
    }

    DueTimes dueTimes(long userId) {
        return new DueTimes(this, userId);
    }

    private static double rate(String what, double value, double least) {
        if (!(value >= least) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "%s: %s sends/s (expected: %s)".formatted(what, value, least > 0 ? "> 0" : ">= 0"));
        }
        return value;
    }

    private static long positive(Duration during) {
        if (during.isNegative() || during.isZero()) {
            throw new IllegalArgumentException("during: %s (expected: > 0)".formatted(during));
        }
        return during.toNanos();
    }

    private enum Form {
        CONSTANT,
        POISSON,
        RAMP
    }

    /** A rate that needs an end. */
    public static final class Start {

        private final Schedule endless;

        private Start(Schedule endless) {
            this.endless = endless;
        }

        /** For a time: sends that would be due after it are not made. */
        public Schedule during(Duration duration) {
            return new Schedule(
                    endless.form, endless.fromRate, endless.toRate, endless.seed, positive(duration), Long.MAX_VALUE);
        }

        /** For a time made of the session when its user starts; nothing is sent in one of zero or less. */
        public Schedule during(Function<Session, Duration> duration) {
            return new Schedule(
                    endless.form,
                    endless.fromRate,
                    endless.toRate,
                    endless.seed,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    duration);
        }

        /** For a number of sends. */
        public Schedule times(long count) {
            if (count < 1) {
                throw new IllegalArgumentException("times: %d (expected: > 0)".formatted(count));
            }
            return new Schedule(endless.form, endless.fromRate, endless.toRate, endless.seed, Long.MAX_VALUE, count);
        }
    }

    /** The due times of one user, handed out one by one. Used by one thread. */
    public static final class DueTimes {

        /** There is no further due time. */
        public static final long NONE = -1;

        private final Schedule schedule;
        private final long userId;
        private final double phase;
        private final SplittableRandom random;
        private long index;
        private double poissonNanos;

        private DueTimes(Schedule schedule, long userId) {
            this.schedule = schedule;
            this.userId = userId;
            double turns = userId * GOLDEN_RATIO;
            phase = turns - Math.floor(turns);
            random = new SplittableRandom(schedule.seed ^ userId);
        }

        /** The same due times once more, from the first on. */
        public DueTimes again() {
            return new DueTimes(schedule, userId);
        }

        /** The next due time in nanoseconds after the start; {@link #NONE} if there is no more. */
        public long next() {
            if (index >= schedule.times) {
                return NONE;
            }
            double due = switch (schedule.form) {
                case CONSTANT -> (index + phase) / schedule.fromRate * NANOS_PER_SECOND;
                case POISSON -> poissonNanos += -Math.log1p(-random.nextDouble()) / schedule.fromRate * NANOS_PER_SECOND;
                case RAMP -> rampNanos(index + phase);
            };
            index++;
            return due < schedule.forNanos ? (long) due : NONE;
        }

        /**
         * When so many sends are due: with rates a and b over d seconds, {@code a t + (b - a) t² / 2d} are due by t.
         */
        private double rampNanos(double sends) {
            double slope = (schedule.toRate - schedule.fromRate) / (schedule.forNanos / NANOS_PER_SECOND);
            if (slope == 0) {
                return sends / schedule.fromRate * NANOS_PER_SECOND;
            }
            double square = schedule.fromRate * schedule.fromRate + 2 * slope * sends;
            if (square < 0) {
                return Double.MAX_VALUE; // a falling ramp never gets there
            }
            return (Math.sqrt(square) - schedule.fromRate) / slope * NANOS_PER_SECOND;
        }
    }
}

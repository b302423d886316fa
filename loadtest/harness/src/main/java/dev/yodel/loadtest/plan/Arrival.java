package dev.yodel.loadtest.plan;

import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The arrival of the calls of a request, or of the messages on its streams: a closed or an open model. */
public sealed interface Arrival {

    int MOST_USERS = 1_000_000;
    double LOWEST_RATE = 0.01;
    double HIGHEST_RATE = 1_000_000;

    /** Calls or messages planned per second; empty where the rate follows from how fast responses come. */
    OptionalDouble plannedPerSecond();

    /**
     * Calls or messages planned per second at a time after the start of the window: those of the first moment before it.
     * Empty where the rate follows from how fast responses come.
     */
    default OptionalDouble plannedPerSecond(Duration sinceWindow) {
        Profile stages = profile();
        OptionalDouble mean = plannedPerSecond();
        return stages == null || mean.isEmpty() ? mean : OptionalDouble.of(stages.at(sinceWindow) * perUnit());
    }

    /** Calls or messages planned from the start of the window for that many seconds; 0 without a planned rate. */
    default double plannedBy(double seconds) {
        Profile stages = profile();
        double mean = plannedPerSecond().orElse(0);
        return stages == null || mean == 0 ? mean * seconds : stages.sum(seconds) * perUnit();
    }

    /** The rate of one unit of the profile, which has rates, or users and streams with a pace. */
    private double perUnit() {
        Pacing each = pace();
        return each == null ? 1 : each.perSecond();
    }

    /** The pacing of each user or stream; null where a rate or the responses decide. */
    @Nullable
    Pacing pace();

    /** How the load changes over time; null if it stays the same. */
    @Nullable
    Profile profile();

    /**
     * A part of it.
     *
     * @param share the part, above 0 to 1; there is at least one user or stream
     */
    default Arrival share(double share) {
        if (share == 1) {
            return this;
        }
        Profile part = profile() == null ? null : profile().times(share);
        if (this instanceof Users all) {
            return new Users(atLeastOne(all.users * share), all.pace, all.thinkTime, part);
        }
        if (this instanceof Streams all) {
            return new Streams(
                    atLeastOne(all.streams * share),
                    all.pace,
                    all.rate == null ? null : Double.valueOf(all.rate * share),
                    all.thinkTime,
                    part);
        }
        Rate all = (Rate) this;
        return new Rate(all.rate * share, all.poissonSeed, part);
    }

    private static int atLeastOne(double number) {
        return (int) Math.max(1, Math.round(number));
    }

    /**
     * A closed model: long-lived virtual users, each with one call after the other.
     *
     * @param users how many, 1 to 1,000,000; the highest number of a profile
     * @param pace the pacing of each user; null to start the next call as soon as the previous one has ended
     * @param thinkTime the time from the end of a call to the next one; null for none
     * @param profile how many users are active over time; null for all of them
     */
    record Users(
            int users,
            @Nullable Pacing pace,
            @Nullable Pacing thinkTime,
            @Nullable Profile profile) implements Arrival {
        public Users {
            Expect.within("users", users, 1, MOST_USERS);
        }

        public Users(int users, @Nullable Pacing pace) {
            this(users, pace, null, null);
        }

        @Override
        public OptionalDouble plannedPerSecond() {
            return pace == null ? OptionalDouble.empty() : OptionalDouble.of(users * pace.perSecond());
        }
    }

    /**
     * Streams that are held open while messages are sent on them. Without pacing and rate, the next message is sent as soon
     * as the previous one was answered.
     *
     * @param streams how many, 1 to 1,000,000; the highest number of a profile
     * @param pace the pacing of messages on each stream; null for none
     * @param rate messages per second on all streams together, each with a due time; null for none; the mean of a profile
     * @param thinkTime the time from a response to the next message; null for none
     * @param profile how the rate changes over time or, without a rate, how many streams are open; null for no change
     */
    record Streams(
            int streams,
            @Nullable Pacing pace,
            @Nullable Double rate,
            @Nullable Pacing thinkTime,
            @Nullable Profile profile)
            implements Arrival {
        public Streams {
            Expect.within("streams", streams, 1, MOST_USERS);
            if (rate != null) {
                Expect.within("rate", rate, LOWEST_RATE, HIGHEST_RATE);
            }
        }

        public Streams(int streams, @Nullable Pacing pace, @Nullable Double rate) {
            this(streams, pace, rate, null, null);
        }

        @Override
        public OptionalDouble plannedPerSecond() {
            if (rate != null) {
                return OptionalDouble.of(rate);
            }
            return pace == null ? OptionalDouble.empty() : OptionalDouble.of(streams * pace.perSecond());
        }
    }

    /**
     * An open model: calls are due at a rate, however slow the responses are.
     *
     * @param rate calls per second, 0.01 to 1,000,000; the mean of a profile
     * @param poissonSeed the seed of random arrivals, as of many independent clients; null for even gaps
     * @param profile how the rate changes over time; null if it does not
     */
    record Rate(
            double rate,
            @Nullable Long poissonSeed,
            @Nullable Profile profile) implements Arrival {
        public Rate {
            Expect.within("rate", rate, LOWEST_RATE, HIGHEST_RATE);
            if (profile != null) {
                Expect.within("rate", profile.highest(), LOWEST_RATE, HIGHEST_RATE);
            }
        }

        public Rate(double rate) {
            this(rate, null, null);
        }

        @Override
        public OptionalDouble plannedPerSecond() {
            return OptionalDouble.of(rate);
        }

        @Override
        public @Nullable Pacing pace() {
            return null;
        }
    }
}

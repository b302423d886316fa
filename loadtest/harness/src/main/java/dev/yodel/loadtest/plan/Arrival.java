package dev.yodel.loadtest.plan;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The arrival of the calls of a request, or of the messages on its streams: a closed or an open model. */
public sealed interface Arrival {

    int MOST_USERS = 1_000_000;
    double LOWEST_RATE = 0.01;
    double HIGHEST_RATE = 1_000_000;

    /** Calls or messages planned per second; empty where the rate follows from how fast responses come. */
    OptionalDouble plannedPerSecond();

    /** The pacing of each user or stream; null where a rate or the responses decide. */
    @Nullable
    Pacing pace();

    /**
     * A closed model: long-lived virtual users, each with one call after the other.
     *
     * @param users how many, 1 to 1,000,000
     * @param pace the pacing of each user; null to start the next call as soon as the previous one has ended
     */
    record Users(int users, @Nullable Pacing pace) implements Arrival {
        public Users {
            Expect.within("users", users, 1, MOST_USERS);
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
     * @param streams how many, 1 to 1,000,000
     * @param pace the pacing of messages on each stream; null for none
     * @param rate messages per second on all streams together, each with a due time; null for none
     */
    record Streams(
            int streams, @Nullable Pacing pace, @Nullable Double rate) implements Arrival {
        public Streams {
            Expect.within("streams", streams, 1, MOST_USERS);
            if (rate != null) {
                Expect.within("rate", rate, LOWEST_RATE, HIGHEST_RATE);
            }
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
     * An open model: calls are due at a constant rate, however slow the responses are.
     *
     * @param rate calls per second, 0.01 to 1,000,000
     */
    record Rate(double rate) implements Arrival {
        public Rate {
            Expect.within("rate", rate, LOWEST_RATE, HIGHEST_RATE);
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

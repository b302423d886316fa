package dev.yodel.loadtest.plan;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How the calls of a request, or the messages of its streams, come. */
public sealed interface Arrival {

    int MOST_USERS = 1_000_000;
    double LOWEST_RATE = 0.01;
    double HIGHEST_RATE = 1_000_000;

    /** How many acts a second are planned; empty if that is left to how fast the answers come. */
    OptionalDouble targetPerSecond();

    /** How often each user or stream acts; null if that is left to a rate, or to how fast the answers come. */
    @Nullable
    ActionInterval pace();

    /**
     * Long-lived users who make one call after the other.
     *
     * @param users how many, 1 to 1,000,000
     * @param pace how often each makes a call; null for as soon as the one before has ended
     */
    record Users(int users, @Nullable ActionInterval pace) implements Arrival {
        public Users {
            Expect.within("users", users, 1, MOST_USERS);
        }

        @Override
        public OptionalDouble targetPerSecond() {
            return pace == null ? OptionalDouble.empty() : OptionalDouble.of(users * pace.perSecond());
        }
    }

    /**
     * Streams that are held open, on which messages are sent.
     *
     * @param streams how many, 1 to 1,000,000
     * @param pace how often a message is sent on each; null for none such
     * @param rate how many messages a second are sent on all together, each with a due time; null for none such. Without
     *     pace and rate, the next message is sent as soon as the one before was answered
     */
    record Streams(
            int streams,
            @Nullable ActionInterval pace,
            @Nullable Double rate) implements Arrival {
        public Streams {
            Expect.within("streams", streams, 1, MOST_USERS);
            if (rate != null) {
                Expect.within("rate", rate, LOWEST_RATE, HIGHEST_RATE);
            }
        }

        @Override
        public OptionalDouble targetPerSecond() {
            if (rate != null) {
                return OptionalDouble.of(rate);
            }
            return pace == null ? OptionalDouble.empty() : OptionalDouble.of(streams * pace.perSecond());
        }
    }

    /**
     * Calls that are due at a rate, however fast the answers come.
     *
     * @param rate calls a second, 0.01 to 1,000,000
     */
    record Rate(double rate) implements Arrival {
        public Rate {
            Expect.within("rate", rate, LOWEST_RATE, HIGHEST_RATE);
        }

        @Override
        public OptionalDouble targetPerSecond() {
            return OptionalDouble.of(rate);
        }

        @Override
        public @Nullable ActionInterval pace() {
            return null;
        }
    }
}

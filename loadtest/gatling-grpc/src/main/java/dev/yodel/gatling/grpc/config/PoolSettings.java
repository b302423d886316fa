package dev.yodel.gatling.grpc.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many channels there are to a target, and which one a call takes. Immutable.
 *
 * @param size how many there are from the start
 * @param choice which of them a call takes
 * @param owner whose they are
 * @param maxStreams how many calls a channel may carry at once before another one is opened; null is any number
 * @param maxChannels how many channels there may be at once, of each owner
 * @param maxAge how long a channel takes calls before a fresh one takes its place, at least 100 ms; null is for ever
 */
public record PoolSettings(
        int size,
        Choice choice,
        Owner owner,
        @Nullable Integer maxStreams,
        int maxChannels,
        @Nullable Duration maxAge) {

    /** How many channels there may be where nothing is said of it. */
    public static final int DEFAULT_MAX_CHANNELS = 100;

    private static final Duration LEAST_AGE = Duration.ofMillis(100);

    /** One channel for all. */
    public static final PoolSettings SHARED =
            new PoolSettings(1, Choice.IN_TURN, Owner.ALL, null, DEFAULT_MAX_CHANNELS, null);

    /** Whose channels they are: that many for each. */
    public enum Owner {
        /** All users have them together. */
        ALL,
        /** The users of one event loop have them together, and are on the same thread as the connection. */
        EVENT_LOOP,
        /** Each user has channels of its own, closed when it ends. */
        USER
    }

    /** Which channel a call takes. */
    public enum Choice {
        /** One after the other. */
        IN_TURN,
        /** The one with the fewest open calls. */
        FEWEST_CALLS
    }

    public PoolSettings {
        Bounds.positive("pool", size);
        Bounds.positive("maxStreamsPerChannel", maxStreams);
        Bounds.atLeast(LEAST_AGE, "maxChannelAge", maxAge);
        if (maxChannels < size) {
            throw new IllegalArgumentException(
                    "maxChannels: %d (expected: >= %d, the size of the pool)".formatted(maxChannels, size));
        }
    }

    /** The same with that many channels from the start; there may be as many in any case. */
    public PoolSettings withSize(int newSize) {
        return new PoolSettings(newSize, choice, owner, maxStreams, Math.max(maxChannels, newSize), maxAge);
    }

    public PoolSettings withChoice(Choice newChoice) {
        return new PoolSettings(size, newChoice, owner, maxStreams, maxChannels, maxAge);
    }

    public PoolSettings withOwner(Owner newOwner) {
        return new PoolSettings(size, choice, newOwner, maxStreams, maxChannels, maxAge);
    }

    public PoolSettings withMaxStreams(int streams) {
        return new PoolSettings(size, choice, owner, streams, maxChannels, maxAge);
    }

    public PoolSettings withMaxChannels(int channels) {
        return new PoolSettings(size, choice, owner, maxStreams, channels, maxAge);
    }

    public PoolSettings withMaxAge(Duration age) {
        return new PoolSettings(size, choice, owner, maxStreams, maxChannels, age);
    }

    /** Whether it takes the number of open calls of each channel to choose one, or to let one go. */
    public boolean countsCalls() {
        return choice == Choice.FEWEST_CALLS || maxStreams != null || maxAge != null;
    }
}

package dev.yodel.gatling.grpc.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The number of channels to a target, and which one a call uses. Immutable.
 *
 * @param size the number of channels from the start
 * @param choice which of them a call uses
 * @param owner who shares them
 * @param maxStreams the maximum number of concurrent calls per channel before another one is opened; null is unlimited
 * @param maxChannels the maximum number of open channels per owner
 * @param maxAge the age at which a channel is replaced, at least 100 ms; null is never
 * @param maxCalls the number of calls after which a channel is replaced; null is never
 */
public record PoolSettings(
        int size,
        Choice choice,
        Owner owner,
        @Nullable Integer maxStreams,
        int maxChannels,
        @Nullable Duration maxAge,
        @Nullable Integer maxCalls) {

    /** The default maximum number of open channels. */
    public static final int DEFAULT_MAX_CHANNELS = 100;

    private static final Duration LEAST_AGE = Duration.ofMillis(100);

    /** One shared channel. */
    public static final PoolSettings SHARED =
            new PoolSettings(1, Choice.IN_TURN, Owner.ALL, null, DEFAULT_MAX_CHANNELS, null, null);

    /** Who shares channels: each owner has that many. */
    public enum Owner {
        /** All users share them. */
        ALL,
        /** The users of one event loop share them, on the same thread as the connections. */
        EVENT_LOOP,
        /** Each user has its own channels, closed when it ends. */
        USER
    }

    /** Which channel a call uses. */
    public enum Choice {
        /** The next one in turn. */
        IN_TURN,
        /** The one with the fewest open calls. */
        FEWEST_CALLS
    }

    public PoolSettings {
        Bounds.positive("pool", size);
        Bounds.positive("maxStreamsPerChannel", maxStreams);
        Bounds.atLeast(LEAST_AGE, "maxChannelAge", maxAge);
        Bounds.positive("maxCallsPerChannel", maxCalls);
        if (maxChannels < size) {
            throw new IllegalArgumentException(
                    "maxChannels: %d (expected: >= %d, the size of the pool)".formatted(maxChannels, size));
        }
    }

    /** With that many channels from the start; raises the maximum if necessary. */
    public PoolSettings withSize(int newSize) {
        return new PoolSettings(newSize, choice, owner, maxStreams, Math.max(maxChannels, newSize), maxAge, maxCalls);
    }

    public PoolSettings withChoice(Choice newChoice) {
        return new PoolSettings(size, newChoice, owner, maxStreams, maxChannels, maxAge, maxCalls);
    }

    public PoolSettings withOwner(Owner newOwner) {
        return new PoolSettings(size, choice, newOwner, maxStreams, maxChannels, maxAge, maxCalls);
    }

    public PoolSettings withMaxStreams(int streams) {
        return new PoolSettings(size, choice, owner, streams, maxChannels, maxAge, maxCalls);
    }

    public PoolSettings withMaxChannels(int channels) {
        return new PoolSettings(size, choice, owner, maxStreams, channels, maxAge, maxCalls);
    }

    public PoolSettings withMaxAge(Duration age) {
        return new PoolSettings(size, choice, owner, maxStreams, maxChannels, age, maxCalls);
    }

    public PoolSettings withMaxCalls(int calls) {
        return new PoolSettings(size, choice, owner, maxStreams, maxChannels, maxAge, calls);
    }

    /** Whether the number of open calls of each channel is needed, to choose a channel or to retire one. */
    public boolean countsCalls() {
        return choice == Choice.FEWEST_CALLS || maxStreams != null || maxAge != null || maxCalls != null;
    }
}

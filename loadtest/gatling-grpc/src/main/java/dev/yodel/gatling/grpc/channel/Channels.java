package dev.yodel.gatling.grpc.channel;

import dev.yodel.gatling.grpc.ChannelFigures;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** The channels of one run. Thread-safe. */
public final class Channels implements AutoCloseable {

    private final EventLoops loops = new EventLoops();
    private final Map<String, TargetChannels> targets = new LinkedHashMap<>();

    /**
     * Channels that connect with their first call.
     *
     * @param clock tells nanoseconds, for the age of channels
     */
    public Channels(ChannelSettings settings, LongSupplier clock) {
        ChannelCredentials credentials = settings.security().credentials();
        settings.targets()
                .forEach((name, target) ->
                        targets.put(name, new TargetChannels(name, target, settings, credentials, loops, clock)));
    }

    /**
     * The channel to a target, for a call of the user.
     *
     * @throws IllegalArgumentException if no target has that name
     */
    public Channel of(String target, long userId) {
        return find(target).of(userId);
    }

    /**
     * Refuses a name that no target has.
     *
     * @throws IllegalArgumentException if it has none
     */
    public void checkNamed(String target) {
        find(target);
    }

    /** Closes the channels of the user, where users have their own. */
    public void userEnded(long userId) {
        targets.values().forEach(target -> target.userEnded(userId));
    }

    /** What the channels to each target did so far. */
    public List<ChannelFigures> figures() {
        return targets.values().stream().map(TargetChannels::figures).toList();
    }

    /** Ends every call and closes every connection, which takes a moment. */
    @Override
    public void close() {
        targets.values().forEach(TargetChannels::close);
        loops.close();
    }

    /** Done when all is closed and its threads have ended. */
    public CompletionStage<Void> ended() {
        return loops.ended();
    }

    private TargetChannels find(String target) {
        TargetChannels channels = targets.get(target);
        if (channels == null) {
            throw new IllegalArgumentException("target: %s (expected: one of %s)".formatted(target, targets.keySet()));
        }
        return channels;
    }
}

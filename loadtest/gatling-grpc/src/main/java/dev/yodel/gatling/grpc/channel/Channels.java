package dev.yodel.gatling.grpc.channel;

import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import io.grpc.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** The channels of one run. Thread-safe. */
public final class Channels implements AutoCloseable {

    private final Sockets sockets;
    private final Map<String, TargetChannels> targets = new LinkedHashMap<>();

    /**
     * Channels that connect with their first call.
     *
     * @param loops the event loops of the connections
     * @param clock the nanosecond clock for the age of channels
     */
    public Channels(ChannelSettings settings, EventLoopGroup loops, LongSupplier clock) {
        sockets = new Sockets(loops);
        settings.targets()
                .forEach((name, target) ->
                        targets.put(name, new TargetChannels(name, target, settings, sockets, clock)));
    }

    /**
     * The channel to a target, for a call of the user on that event loop.
     *
     * @throws IllegalArgumentException if no target has that name
     */
    public Channel of(String target, long userId, EventLoop loop) {
        return find(target).of(userId, loop);
    }

    /**
     * Checks that a target has the name.
     *
     * @throws IllegalArgumentException if none has
     */
    public void requireTarget(String target) {
        find(target);
    }

    /** Whether a server of the channel's target has requested a client certificate, and there is none. */
    public static boolean lackCertificate(Channel channel) {
        return channel instanceof ChannelPool pool && pool.lacksCertificate();
    }

    /** Closes the user's own channels, if it has any. */
    public void userEnded(long userId) {
        targets.values().forEach(target -> target.userEnded(userId));
    }

    /** Statistics of the channels to each target so far. */
    public List<ChannelStats> stats() {
        return targets.values().stream().map(TargetChannels::stats).toList();
    }

    /** Ends all calls and closes all connections asynchronously. */
    @Override
    public void close() {
        targets.values().forEach(TargetChannels::close);
    }

    /** Completes when no connection is left after a close. */
    public CompletionStage<Void> ended() {
        return sockets.closed();
    }

    private TargetChannels find(String target) {
        TargetChannels channels = targets.get(target);
        if (channels == null) {
            throw new IllegalArgumentException("target: %s (expected: one of %s)".formatted(target, targets.keySet()));
        }
        return channels;
    }
}

package dev.yodel.gatling.grpc.channel;

import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.config.PoolSettings;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import io.grpc.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The channels of one run to one target, by owner. Thread-safe. */
final class TargetChannels implements AutoCloseable {

    private static final Object ALL = PoolSettings.Owner.ALL;

    private final String name;
    private final String target;
    private final ChannelSettings settings;
    private final ChannelOpener opener;
    private final Sockets sockets;
    private final LongSupplier clock;
    private final TargetCounters counters = new TargetCounters();
    private final Map<Object, ChannelPool> pools = new ConcurrentHashMap<>();
    private volatile boolean closed;

    TargetChannels(String name, String target, ChannelSettings settings, Sockets sockets, LongSupplier clock) {
        this.name = name;
        this.target = target;
        this.settings = settings;
        opener = new ChannelOpener(settings, sockets);
        this.sockets = sockets;
        this.clock = clock;
    }

    Channel of(long userId, EventLoop loop) {
        return switch (settings.pool().owner()) {
            case ALL -> poolOf(ALL, sockets.loops());
            case EVENT_LOOP -> poolOf(loop, loop);
            case USER -> poolOf(userId, loop);
        };
    }

    /** Closes the user's own channels, each after its last call. */
    void userEnded(long userId) {
        ChannelPool own = pools.remove(userId);
        if (own != null) {
            own.drain();
        }
    }

    ChannelStats stats() {
        return counters.stats(name, target);
    }

    /** Ends every call and closes every connection now. */
    @Override
    public void close() {
        closed = true;
        pools.values().forEach(ChannelPool::close);
    }

    private ChannelPool poolOf(Object owner, EventLoopGroup loops) {
        ChannelPool known = pools.get(owner);
        if (known != null) {
            return known;
        }
        ChannelPool fresh = pools.computeIfAbsent(owner, o -> newPool(loops));
        if (closed) {
            fresh.close();
        }
        return fresh;
    }

    private ChannelPool newPool(EventLoopGroup loops) {
        return new ChannelPool(
                settings.pool(), () -> opener.open(target, loops, counters), opener::lacksCertificate, counters, clock);
    }
}

package dev.yodel.gatling.grpc.channel;

import dev.yodel.gatling.grpc.ChannelFigures;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The channels of one run to one target: for all users, or for each its own. Thread-safe. */
final class TargetChannels implements AutoCloseable {

    private final String name;
    private final String target;
    private final ChannelSettings settings;
    private final ChannelCredentials credentials;
    private final EventLoops loops;
    private final LongSupplier clock;
    private final TargetTally tally = new TargetTally();
    private final @Nullable ChannelPool shared;
    private final Map<Long, ChannelPool> ofUsers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    TargetChannels(
            String name,
            String target,
            ChannelSettings settings,
            ChannelCredentials credentials,
            EventLoops loops,
            LongSupplier clock) {
        this.name = name;
        this.target = target;
        this.settings = settings;
        this.credentials = credentials;
        this.loops = loops;
        this.clock = clock;
        shared = settings.pool().perUser() ? null : newPool();
    }

    Channel of(long userId) {
        if (shared != null) {
            return shared;
        }
        ChannelPool own = ofUsers.get(userId);
        if (own != null) {
            return own;
        }
        ChannelPool fresh = ofUsers.computeIfAbsent(userId, id -> newPool());
        if (closed) {
            fresh.close();
        }
        return fresh;
    }

    /** Closes the channels of the user, each after its last call. */
    void userEnded(long userId) {
        ChannelPool own = ofUsers.remove(userId);
        if (own != null) {
            own.drain();
        }
    }

    ChannelFigures figures() {
        return tally.figures(name, target);
    }

    /** Ends every call and closes every connection now. */
    @Override
    public void close() {
        closed = true;
        if (shared != null) {
            shared.close();
        }
        ofUsers.values().forEach(ChannelPool::close);
    }

    private ChannelPool newPool() {
        return new ChannelPool(settings.pool(), this::open, tally, clock);
    }

    private ManagedChannel open() {
        return settings.newChannel(target, credentials, loops, tally);
    }
}

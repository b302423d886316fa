package dev.yodel.service.limits.transport;

import dev.yodel.service.limits.LoopLoads;
import dev.yodel.service.limits.Peer;
import dev.yodel.service.limits.Refusals;
import dev.yodel.service.limits.Transport;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The guards of all connections, and what they share. Thread-safe.
 *
 * @param slow how long a connection may take for a frame, or for a block of headers
 * @param quiet how long a connection may be silent, which is longer than any answer to a ping takes
 * @param open by the addresses of both ends
 */
public record Guards(
        Refusals refusals,
        IntSupplier seconds,
        Duration slow,
        Duration quiet,
        boolean encrypted,
        LoopLoads loads,
        Map<Object, FrameGuard> open) {

    public Guards(
            Refusals refusals, IntSupplier seconds, Duration slow, Duration quiet, boolean encrypted, LoopLoads loads) {
        this(refusals, seconds, slow, quiet, encrypted, loads, new ConcurrentHashMap<>());
    }

    /** Closes the connections that are too slow or silent; every second. */
    public void tick() {
        open.values().forEach(FrameGuard::check);
    }

    ChannelHandler forConnection(Peer peer) {
        FrameGuard guard = new FrameGuard(this, peer);
        return encrypted ? new BehindTls(guard) : guard;
    }

    /** The transport of a connection; null if it is closed already. */
    public @Nullable Transport transport(Attributes attributes) {
        Object ends =
                ends(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR), attributes.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR));
        return ends == null ? null : open.get(ends);
    }

    /** What identifies a connection; null if it is closed already. */
    static @Nullable Object ends(@Nullable SocketAddress remote, @Nullable SocketAddress local) {
        return remote == null || local == null ? null : List.of(remote, local);
    }

    int now() {
        return seconds.getAsInt();
    }

    boolean isSlow(int since) {
        return now() - since > TimeUnit.MILLISECONDS.toSeconds(slow.toMillis());
    }

    boolean isQuiet(int since) {
        return now() - since > TimeUnit.MILLISECONDS.toSeconds(quiet.toMillis());
    }
}

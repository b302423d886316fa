package dev.yodel.service.limits.transport;

import dev.yodel.service.limits.Peer;
import dev.yodel.service.limits.Refusals;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The guards of all connections, and what they share. Thread-safe.
 *
 * @param slow how long a connection may take for a frame, or for a block of headers
 * @param quiet how long a connection may be silent, which is longer than any answer to a ping takes
 */
public record Guards(
        Refusals refusals,
        IntSupplier seconds,
        Duration slow,
        Duration quiet,
        boolean encrypted,
        Set<FrameGuard> open) {

    public Guards(Refusals refusals, IntSupplier seconds, Duration slow, Duration quiet, boolean encrypted) {
        this(refusals, seconds, slow, quiet, encrypted, ConcurrentHashMap.newKeySet());
    }

    /** Closes the connections that are too slow or silent; every second. */
    public void tick() {
        open.forEach(FrameGuard::check);
    }

    ChannelHandler forConnection(Peer peer) {
        FrameGuard guard = new FrameGuard(this, peer);
        return encrypted ? new BehindTls(guard) : guard;
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

package dev.yodel.gateway.limits;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes of bodies that the gateway may hold at the same time: in total and per client. Thread-safe. */
final class BodyMemory {

    private final long max;
    private final long maxPerPeer;
    private final Map<String, Long> byPeer = new HashMap<>();
    private long held;

    BodyMemory(long max, long maxPerPeer) {
        this.max = max;
        this.maxPerPeer = maxPerPeer;
    }

    /**
     * Reserves bytes, or returns why there is no room.
     *
     * @param peer null for a proxy: only the total counts
     */
    synchronized @Nullable String reserve(@Nullable String peer, long bytes) {
        if (peer != null && byPeer.getOrDefault(peer, 0L) + bytes > maxPerPeer) {
            return refusal(" of " + peer, maxPerPeer, "--http-request-memory-per-peer");
        }
        if (held + bytes > max) {
            return refusal("", max, "--http-request-memory");
        }
        held += bytes;
        if (peer != null) {
            byPeer.merge(peer, bytes, Long::sum);
        }
        return null;
    }

    synchronized void release(@Nullable String peer, long bytes) {
        held -= bytes;
        if (peer != null) {
            byPeer.computeIfPresent(peer, (name, before) -> before == bytes ? null : before - bytes);
        }
    }

    private static String refusal(String whose, long max, String flag) {
        // Short, so that it fits the close frame of a WebSocket.
        return "bodies" + whose + ": full (expected: at most " + max + " bytes, see " + flag + ")";
    }
}

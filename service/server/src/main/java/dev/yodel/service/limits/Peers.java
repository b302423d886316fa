package dev.yodel.service.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Admits connections and calls by their peer address. An IPv6 client may choose any address of its network, so the first
 * 64 bits count as one address. Thread-safe.
 */
public final class Peers {

    private final Admission limits;
    private final Map<String, Peer> peers = new HashMap<>();
    private int connections;
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger streams = new AtomicInteger();

    public Peers(Admission limits) {
        this.limits = limits;
    }

    /** The peer of an address, known as long as it has connections. */
    public synchronized Peer peer(@Nullable SocketAddress address) {
        InetAddress inet = address instanceof InetSocketAddress socket ? socket.getAddress() : null;
        return peers.computeIfAbsent(
                name(inet),
                name -> new Peer(name, inet != null && limits.trusted().contains(inet), limits.resetsPerPeer()));
    }

    /** Admits a connection, or returns why not. One that is admitted has to be {@link #disconnected}. */
    public synchronized @Nullable String connect(Peer peer) {
        if (connections >= limits.connections()) {
            return "connections: " + connections + " (expected: at most " + limits.connections() + ", see "
                    + flag("--max-connections") + ")";
        }
        if (!peer.trusted && peer.connections >= limits.connectionsPerPeer()) {
            return "connections of " + peer + ": " + peer.connections + " (expected: at most "
                    + limits.connectionsPerPeer() + ", see " + flag("--max-connections-per-peer") + ")";
        }
        connections++;
        peer.connections++;
        return null;
    }

    private String flag(String flag) {
        return limits.files() == null ? flag : flag + " and " + limits.files();
    }

    public synchronized void disconnected(Peer peer) {
        connections--;
        peer.connections--;
    }

    /** Forgets the peers that have no connection, and no resets that still count at a time in seconds. */
    synchronized void tick(int now) {
        peers.values().removeIf(peer -> peer.connections == 0 && !peer.hasRecentResets(now));
    }

    public synchronized int connections() {
        return connections;
    }

    /** Counts a call that has started, admitted or not, and returns why it is not admitted. */
    @Nullable
    String start(Peer peer, boolean stream) {
        int open = (stream ? streams : calls).incrementAndGet();
        int ofPeer = (stream ? peer.streams : peer.calls).incrementAndGet();
        int max = stream ? limits.streams() : limits.calls();
        int maxOfPeer = stream ? limits.streamsPerPeer() : limits.callsPerPeer();
        if (open > max) {
            return refusal("open " + name(stream), max, "--max-" + name(stream));
        }
        if (ofPeer > maxOfPeer && !peer.trusted) {
            return refusal("open " + name(stream) + " of " + peer, maxOfPeer, "--max-" + name(stream) + "-per-peer");
        }
        return null;
    }

    void end(Peer peer, boolean stream) {
        (stream ? streams : calls).decrementAndGet();
        (stream ? peer.streams : peer.calls).decrementAndGet();
    }

    private static String name(boolean stream) {
        return stream ? "streams" : "calls";
    }

    private static String refusal(String what, int max, String flag) {
        return what + ": " + max + " (expected: at most " + max + ", see " + flag + ")";
    }

    private static String name(@Nullable InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address == null ? "a local socket" : address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}

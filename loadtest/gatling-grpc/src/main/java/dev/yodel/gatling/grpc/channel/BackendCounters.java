package dev.yodel.gatling.grpc.channel;

import dev.yodel.gatling.grpc.stats.BackendStats;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counters of the connections to one address. Thread-safe. */
final class BackendCounters {

    final LongAdder calls = new LongAdder();
    final LongAdder refusedStreams = new LongAdder();
    final WaitCounters streamWaits = new WaitCounters();
    final ConnectTimes connectTimes = new ConnectTimes();
    private final String address;
    private final LongAdder connections = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final Map<String, LongAdder> goAways = new ConcurrentHashMap<>();

    BackendCounters(SocketAddress address) {
        this.address = text(address);
    }

    /** The resolved address, {@code host:port}. */
    String address() {
        return address;
    }

    void connected(boolean again) {
        connections.increment();
        if (again) {
            reconnects.increment();
        }
    }

    void disconnected() {
        closed.increment();
    }

    void goAway(String code) {
        goAways.computeIfAbsent(code, c -> new LongAdder()).increment();
    }

    BackendStats stats() {
        Map<String, Long> byCode = new TreeMap<>();
        goAways.forEach((code, count) -> byCode.put(code, count.sum()));
        long closedSoFar = closed.sum(); // first: otherwise a connection could be counted as closed but not as made
        long made = connections.sum();
        return new BackendStats(
                address,
                calls.sum(),
                made,
                made - closedSoFar,
                reconnects.sum(),
                byCode,
                streamWaits.stats(),
                refusedStreams.sum(),
                connectTimes.soFar());
    }

    private static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return address.toString();
        }
        String host =
                inet.isUnresolved() ? inet.getHostString() : inet.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
}

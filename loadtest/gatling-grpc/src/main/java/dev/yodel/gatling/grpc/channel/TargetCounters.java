package dev.yodel.gatling.grpc.channel;

import dev.yodel.gatling.grpc.stats.BackendStats;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import java.net.SocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counters of the channels to one target. Thread-safe. */
final class TargetCounters {

    final LongAdder channels = new LongAdder();
    final LongAdder closedChannels = new LongAdder();
    final LongAdder callsOverLimit = new LongAdder();
    final LongAdder failedConnections = new LongAdder();
    final WaitCounters connectionWaits = new WaitCounters();
    private final Map<SocketAddress, BackendCounters> backends = new ConcurrentHashMap<>();

    BackendCounters backend(SocketAddress address) {
        return backends.computeIfAbsent(address, BackendCounters::new);
    }

    ChannelStats stats(String name, String target) {
        List<BackendStats> byAddress = backends.values().stream()
                .map(BackendCounters::stats)
                .sorted(Comparator.comparing(BackendStats::address))
                .toList();
        long closed = closedChannels.sum();
        long opened = channels.sum();
        return new ChannelStats(
                name,
                target,
                opened,
                opened - closed,
                callsOverLimit.sum(),
                failedConnections.sum(),
                connectionWaits.stats(),
                byAddress);
    }
}

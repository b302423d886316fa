package dev.yodel.gatling.grpc.channel;

import dev.yodel.gatling.grpc.BackendFigures;
import dev.yodel.gatling.grpc.ChannelFigures;
import java.net.SocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the channels to one target do. Thread-safe. */
final class TargetTally {

    final LongAdder channels = new LongAdder();
    final LongAdder closedChannels = new LongAdder();
    final LongAdder callsOverLimit = new LongAdder();
    final LongAdder failedConnections = new LongAdder();
    final WaitTally connectionWaits = new WaitTally();
    private final Map<SocketAddress, BackendTally> backends = new ConcurrentHashMap<>();

    BackendTally backend(SocketAddress address) {
        return backends.computeIfAbsent(address, a -> new BackendTally());
    }

    ChannelFigures figures(String name, String target) {
        List<BackendFigures> byAddress = backends.entrySet().stream()
                .map(entry -> entry.getValue().figures(entry.getKey()))
                .sorted(Comparator.comparing(BackendFigures::address))
                .toList();
        long closed = closedChannels.sum();
        long opened = channels.sum();
        return new ChannelFigures(
                name,
                target,
                opened,
                opened - closed,
                callsOverLimit.sum(),
                failedConnections.sum(),
                connectionWaits.figures(),
                byAddress);
    }
}

package dev.yodel.loadtest.result.merge;

import dev.yodel.gatling.grpc.stats.BackendStats;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.WaitStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Channels of several load generators to the same targets, added by target and backend. */
final class MergedChannels {

    private MergedChannels() {}

    static List<ChannelStats> sum(List<List<ChannelStats>> parts) {
        Map<String, ChannelStats> sums = new LinkedHashMap<>();
        for (List<ChannelStats> part : parts) {
            for (ChannelStats channels : part) {
                sums.merge(channels.name() + " " + channels.target(), channels, MergedChannels::sum);
            }
        }
        return new ArrayList<>(sums.values());
    }

    private static ChannelStats sum(ChannelStats a, ChannelStats b) {
        Map<String, BackendStats> backends = new LinkedHashMap<>();
        a.backends().forEach(backend -> backends.merge(backend.address(), backend, MergedChannels::sum));
        b.backends().forEach(backend -> backends.merge(backend.address(), backend, MergedChannels::sum));
        return new ChannelStats(
                a.name(),
                a.target(),
                a.channels() + b.channels(),
                a.openChannels() + b.openChannels(),
                a.callsOverLimit() + b.callsOverLimit(),
                a.failedConnections() + b.failedConnections(),
                sum(a.connectionWaits(), b.connectionWaits()),
                List.copyOf(backends.values()));
    }

    private static BackendStats sum(BackendStats a, BackendStats b) {
        Map<String, Long> goAways = new TreeMap<>(a.goAways());
        b.goAways().forEach((code, count) -> goAways.merge(code, count, Long::sum));
        return new BackendStats(
                a.address(),
                a.calls() + b.calls(),
                a.connections() + b.connections(),
                a.openConnections() + b.openConnections(),
                a.reconnects() + b.reconnects(),
                goAways,
                sum(a.streamWaits(), b.streamWaits()),
                a.refusedStreams() + b.refusedStreams(),
                sum(a.connectTime(), b.connectTime()));
    }

    private static Histogram sum(Histogram a, Histogram b) {
        Histogram sum = a.copy();
        sum.setAutoResize(true);
        sum.add(b);
        return sum;
    }

    private static WaitStats sum(WaitStats a, WaitStats b) {
        return new WaitStats(
                a.count() + b.count(), a.totalNanos() + b.totalNanos(), Math.max(a.maxNanos(), b.maxNanos()));
    }
}

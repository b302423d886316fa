package dev.yodel.loadtest.report.console;

import dev.yodel.gatling.grpc.stats.BackendStats;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.WaitStats;
import dev.yodel.loadtest.result.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The channels to one target: a line for each backend, and one for each kind of problem. */
final class ChannelLines {

    private ChannelLines() {}

    /** A paragraph with its own heading, as it covers more calls than the table; empty if there is nothing to report. */
    static String of(ChannelStats channels) {
        List<String> lines = new ArrayList<>();
        for (BackendStats backend : channels.backends()) {
            lines.add(backend.address() + ": " + String.join(", ", parts(backend)));
            if (backend.connections() > 1 && backend.connectTime().getTotalCount() > 0) {
                lines.add(connectTime(backend.connectTime()));
            }
        }
        ifAny(lines, channels.failedConnections(), "failed connection", "failed connections");
        ifAny(lines, channels.callsOverLimit(), "call over the stream limit", "calls over the stream limit");
        return lines.isEmpty()
                ? ""
                : "\nconnections to %s, warm-up included:\n  %s\n"
                        .formatted(channels.target(), String.join("\n  ", lines));
    }

    private static String connectTime(Histogram nanos) {
        return "time to connect: p50 %s, p99 %s, max %s"
                .formatted(
                        Units.time(nanos.getValueAtPercentile(50)),
                        Units.time(nanos.getValueAtPercentile(99)),
                        Units.time(nanos.getMaxValue()));
    }

    private static List<String> parts(BackendStats backend) {
        List<String> parts = new ArrayList<>();
        parts.add(counted(backend.calls(), "call", "calls") + " on "
                + counted(backend.connections(), "connection", "connections"));
        ifAny(parts, backend.reconnects(), "reconnect", "reconnects");
        new TreeMap<>(backend.goAways())
                .forEach((code, count) -> parts.add("%s × GOAWAY %s".formatted(Units.count(count), code)));
        ifAny(parts, backend.refusedStreams(), "refused stream", "refused streams");
        WaitStats waits = backend.streamWaits();
        if (waits.count() > 0) {
            parts.add("%s for a stream slot, at most %s"
                    .formatted(counted(waits.count(), "wait", "waits"), Units.time(waits.maxNanos())));
        }
        return parts;
    }

    private static void ifAny(List<String> parts, long count, String one, String many) {
        if (count > 0) {
            parts.add(counted(count, one, many));
        }
    }

    private static String counted(long count, String one, String many) {
        return Units.count(count) + " " + (count == 1 ? one : many);
    }
}

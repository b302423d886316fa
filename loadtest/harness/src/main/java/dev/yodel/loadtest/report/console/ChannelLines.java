package dev.yodel.loadtest.report.console;

import dev.yodel.loadtest.result.BackendResult;
import dev.yodel.loadtest.result.ChannelResult;
import dev.yodel.loadtest.result.Units;
import dev.yodel.loadtest.result.WaitResult;
import java.util.ArrayList;
import java.util.List;

/** What the channels to one target really did, for people: a line for each backend, and what went wrong. */
final class ChannelLines {

    private ChannelLines() {}

    /** A paragraph with its heading, as its counts are not those of the table; empty if there is nothing to tell. */
    static String of(ChannelResult channels) {
        List<String> lines = new ArrayList<>();
        channels.backends().forEach(backend -> lines.add(backend.address() + ": " + String.join(", ", parts(backend))));
        ifAny(lines, channels.failedConnections(), "failed connection", "failed connections");
        ifAny(lines, channels.callsOverLimit(), "call over the limit of streams", "calls over the limit of streams");
        return lines.isEmpty()
                ? ""
                : "\nconnections to %s, warm-up included:\n  %s\n"
                        .formatted(channels.target(), String.join("\n  ", lines));
    }

    private static List<String> parts(BackendResult backend) {
        List<String> parts = new ArrayList<>();
        parts.add(counted(backend.calls(), "call", "calls") + " on "
                + counted(backend.connections(), "connection", "connections"));
        ifAny(parts, backend.reconnects(), "reconnect", "reconnects");
        backend.goAways().forEach((code, count) -> parts.add("%s × GOAWAY %s".formatted(Units.count(count), code)));
        ifAny(parts, backend.refusedStreams(), "refused stream", "refused streams");
        WaitResult waits = backend.streamWaits();
        if (waits != null) {
            parts.add("%s of up to %s for a stream slot"
                    .formatted(counted(waits.count(), "wait", "waits"), Units.time(waits.max())));
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

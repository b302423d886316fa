package dev.yodel.loadtest.report.console;

import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.result.LatencyResult;
import dev.yodel.loadtest.result.MessagesResult;
import dev.yodel.loadtest.result.Rate;
import dev.yodel.loadtest.result.RequestResult;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.Units;
import dev.yodel.loadtest.verdict.Verdict;
import io.grpc.MethodDescriptor.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The summary of a result for people at a terminal. A suspect run says so before anything else. */
public final class Summary {

    private static final List<String> COLUMNS =
            List.of("name", "kind", "", "count", "failed", "per s", "p50", "p90", "p99", "p99.9", "max");
    private static final int TEXT_COLUMNS = 3;
    private static final int MOST_TOLD = 10;
    private static final List<String> UNTOLD = Collections.nCopies(5, "-");
    private static final String[] NO_COUNTS = {"", "", ""};

    private Summary() {}

    public static String of(RunResult result) {
        StringBuilder text = new StringBuilder();
        verdict(text, result.verdict());
        text.append("%s of %s, measured for %s after %s of warm-up\n"
                .formatted(
                        result.plan().scenario(),
                        result.plan().target(),
                        Units.seconds(result.window().seconds()),
                        Durations.format(result.plan().warmUp())));
        text.append(result.requests().isEmpty() ? "nothing was measured\n" : "\n" + table(result));
        result.channels().forEach(channels -> text.append(ChannelLines.of(channels)));
        result.requests().forEach(request -> failures(text, request));
        return text.toString();
    }

    private static void verdict(StringBuilder text, Verdict verdict) {
        text.append("verdict: ").append(verdict.status()).append('\n');
        verdict.reasons().forEach(reason -> text.append("  ").append(reason).append('\n'));
    }

    private static String table(RunResult result) {
        TextTable table = new TextTable(TEXT_COLUMNS).row(COLUMNS);
        for (RequestResult request : result.requests()) {
            calls(table, request);
            if (request.messages() != null) {
                messages(
                        table,
                        request.kind(),
                        request.messages(),
                        result.window().seconds());
            }
        }
        return table.text();
    }

    private static void calls(TextTable table, RequestResult request) {
        List<String> response = times(request.responseTime());
        List<String> service = times(request.serviceTime());
        row(
                table,
                request.name(),
                kind(request.kind()),
                "response time",
                response,
                Units.count(request.count()),
                Units.count(request.failed()),
                Units.rate(request.perSecond()));
        if (!service.equals(response)) {
            row(table, "", "", "service time", service, NO_COUNTS);
        }
        if (request.serverTime() != null) {
            row(table, "", "", "server time", times(request.serverTime()), NO_COUNTS);
        }
    }

    private static void messages(TextTable table, MethodType kind, MessagesResult messages, double seconds) {
        if (messages.roundTrip() != null) {
            row(table, "", "", "round trip", times(messages.roundTrip()), NO_COUNTS);
        }
        if (kind == MethodType.SERVER_STREAMING) {
            row(table, "", "", "first message", times(messages.firstMessage()), NO_COUNTS);
        }
        direction(table, "sent", messages.sent(), seconds);
        direction(table, "received", messages.received(), seconds);
    }

    private static void direction(TextTable table, String direction, long count, double seconds) {
        table.row(List.of("", "", direction, Units.count(count), "", Units.rate(Rate.perSecond(count, seconds))));
    }

    private static void row(
            TextTable table, String name, String kind, String what, List<String> times, String... counts) {
        List<String> cells = new ArrayList<>(List.of(name, kind, what));
        cells.addAll(List.of(counts));
        cells.addAll(times);
        table.row(cells);
    }

    private static List<String> times(@Nullable LatencyResult latency) {
        return latency == null
                ? UNTOLD
                : List.of(
                        Units.time(latency.p50()),
                        Units.time(latency.p90()),
                        Units.time(latency.p99()),
                        Units.time(latency.p999()),
                        Units.time(latency.max()));
    }

    private static String kind(MethodType kind) {
        return switch (kind) {
            case UNARY -> "unary";
            case SERVER_STREAMING -> "server stream";
            case CLIENT_STREAMING -> "client stream";
            case BIDI_STREAMING -> "bidi stream";
            case UNKNOWN -> "unknown";
        };
    }

    private static void failures(StringBuilder text, RequestResult request) {
        if (request.failed() == 0) {
            return;
        }
        text.append("\nfailed: %s of %s %s\n"
                .formatted(Units.count(request.failed()), Units.count(request.count()), request.name()));
        counts(text, "from", request.origins());
        counts(text, "error", request.errors());
        if (request.ok() > 0 && request.serviceTime() != null) {
            text.append("  the times above are of all calls, failed ones among them\n");
        }
    }

    /** The most frequent ones; all stand in result.json. */
    private static void counts(StringBuilder text, String what, Map<?, Long> counts) {
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_TOLD)
                .forEach(entry ->
                        text.append("  %s × %s %s\n".formatted(Units.count(entry.getValue()), what, entry.getKey())));
        if (counts.size() > MOST_TOLD) {
            text.append("  and %s more kinds of %s, all in result.json\n"
                    .formatted(Units.count(counts.size() - MOST_TOLD), what));
        }
    }
}

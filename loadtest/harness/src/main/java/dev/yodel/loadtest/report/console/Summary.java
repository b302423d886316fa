package dev.yodel.loadtest.report.console;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.result.InjectorReadings;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.Units;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import io.grpc.MethodDescriptor.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/** The summary of a result for a terminal. It leads with the verdict. */
public final class Summary {

    private static final String ROW = "  %-15s %9s %9s %9s %9s %9s\n";
    private static final int MOST_LISTED = 10;
    private static final List<String> NO_TIMES = Collections.nCopies(5, "-");

    private Summary() {}

    public static String of(JudgedResult judged) {
        RunResult result = judged.result();
        StringBuilder text = new StringBuilder();
        verdict(text, judged.verdict());
        expectations(text, judged);
        text.append("%s of %s, measured for %s after %s of warm-up\n"
                .formatted(
                        result.plan().scenario(),
                        result.plan().target(),
                        Units.seconds(result.window().seconds()),
                        Durations.format(result.plan().warmUp())));
        named(text, result.info());
        text.append(result.requests().isEmpty() ? "nothing was measured\n" : "\n" + table(result));
        text.append(StageLines.of(result.stages()));
        text.append(InjectorRows.of(judged.injectors()));
        result.channels().forEach(channels -> text.append(ChannelLines.of(channels)));
        result.requests().forEach(request -> endedEarly(text, request));
        result.requests().forEach(request -> shed(text, request));
        result.requests().forEach(request -> failures(text, request));
        return Wrapped.text(text.toString());
    }

    /** A line below the summary, without a line break at the end. */
    public static String note(String line) {
        return Wrapped.text(line).stripTrailing();
    }

    /** The readings of the load generator, without a line break at the end. */
    public static String injector(InjectorReadings readings) {
        return Wrapped.text(InjectorLine.of(readings)).stripTrailing();
    }

    private static void verdict(StringBuilder text, Verdict verdict) {
        text.append("verdict: ").append(verdict.status()).append('\n');
        verdict.reasons().forEach(reason -> text.append("  ").append(reason).append('\n'));
    }

    private static void expectations(StringBuilder text, JudgedResult judged) {
        for (ExpectationResult result : judged.expectations()) {
            text.append("%s: %s%s: %s\n"
                    .formatted(
                            result.met() ? "met" : "MISSED",
                            result.expectation(),
                            judged.goals().asked() ? "" : " (the default)",
                            result.found()));
        }
    }

    private static void named(StringBuilder text, RunInfo info) {
        if (info.name() != null || !info.labels().isEmpty()) {
            text.append("run: ").append(info.title());
            info.labels().forEach((key, value) -> text.append(", %s=%s".formatted(key, value)));
            text.append('\n');
        }
    }

    private static String table(RunResult result) {
        StringBuilder table =
                new StringBuilder(String.format(Locale.ROOT, ROW, "", "p50", "p90", "p99", "p99.9", "max"));
        for (RequestStats request : result.requests()) {
            calls(table, request, result.window());
            if (request.kind() != MethodType.UNARY) {
                messages(table, request, result.window());
            }
        }
        return table.toString();
    }

    private static void calls(StringBuilder table, RequestStats request, Window window) {
        List<String> response = times(request.responseTime());
        List<String> service = times(request.serviceTime());
        table.append("%s, %s: %s %s, %s per s, %s failed\n"
                .formatted(
                        request.name(),
                        kind(request.kind()),
                        Units.count(request.count()),
                        request.count() == 1 ? "call" : "calls",
                        Units.rate(window.perSecond(request.count())),
                        Units.count(request.failed())));
        row(table, "response time", response);
        if (!service.equals(response)) {
            row(table, "service time", service);
        }
        if (request.serverTime().getTotalCount() > 0) {
            row(table, "server time", times(request.serverTime()));
        }
    }

    private static void messages(StringBuilder table, RequestStats request, Window window) {
        if (request.roundTrip().getTotalCount() > 0) {
            row(table, "round trip", times(request.roundTrip()));
        }
        if (request.kind() == MethodType.SERVER_STREAMING) {
            row(table, "first message", times(request.firstMessage()));
        }
        long both = request.messagesSent() + request.messagesReceived();
        table.append("  messages: %s sent, %s received, together %s per s\n"
                .formatted(
                        Units.count(request.messagesSent()),
                        Units.count(request.messagesReceived()),
                        Units.rate(window.perSecond(both))));
    }

    private static void row(StringBuilder table, String what, List<String> times) {
        List<Object> cells = new ArrayList<>(times);
        cells.add(0, what);
        table.append(String.format(Locale.ROOT, ROW, cells.toArray()));
    }

    private static List<String> times(Histogram nanos) {
        return nanos.getTotalCount() == 0
                ? NO_TIMES
                : DoubleStream.of(50, 90, 99, 99.9, 100)
                        .mapToObj(percentile -> Units.time(nanos.getValueAtPercentile(percentile)))
                        .toList();
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

    private static void endedEarly(StringBuilder text, RequestStats request) {
        if (request.endedEarly() > 0) {
            text.append("\nended early by server: %s of %s %s, with OK\n"
                    .formatted(Units.count(request.endedEarly()), Units.count(request.count()), request.name()));
        }
    }

    private static void shed(StringBuilder text, RequestStats request) {
        long shed = request.failureSources().getOrDefault(FailureSource.SHED, 0L);
        if (shed > 0) {
            text.append("\nshed by the server: %s of %s %s\n"
                    .formatted(Units.count(shed), Units.count(request.count()), request.name()));
        }
    }

    private static void failures(StringBuilder text, RequestStats request) {
        if (request.failed() == 0) {
            return;
        }
        text.append("\nfailed: %s of %s %s\n"
                .formatted(Units.count(request.failed()), Units.count(request.count()), request.name()));
        Map<FailureSource, Long> sources = new TreeMap<>(request.failureSources());
        sources.remove(FailureSource.NONE);
        counts(text, "from", sources);
        counts(text, "error", new TreeMap<>(request.errors()));
        if (request.ok() > 0 && request.serviceTime().getTotalCount() > 0) {
            text.append("  the times above include failed calls\n");
        }
    }

    /** The most frequent ones; result.json has all. */
    private static void counts(StringBuilder text, String what, Map<?, Long> counts) {
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_LISTED)
                .forEach(entry ->
                        text.append("  %s × %s %s\n".formatted(Units.count(entry.getValue()), what, entry.getKey())));
        if (counts.size() > MOST_LISTED) {
            text.append("  and %s more kinds of %s, all in result.json\n"
                    .formatted(Units.count(counts.size() - MOST_LISTED), what));
        }
    }
}

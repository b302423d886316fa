package dev.yodel.loadtest.report.markdown;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.Latency;
import dev.yodel.loadtest.result.InjectorRow;
import dev.yodel.loadtest.result.Latencies;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.Units;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import io.grpc.Status;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/** A result in GitHub-flavoured Markdown, as a pipeline's job summary shows it: verdict, expectations, one table, errors. */
public final class MarkdownReport {

    private static final int MOST_ERRORS = 10;
    private static final int MOST_CALLS = 10;

    private MarkdownReport() {}

    public static String text(JudgedResult judged) {
        RunResult result = judged.result();
        RunInfo info = result.info();
        StringBuilder text = new StringBuilder();
        boolean valid = judged.verdict().status() == Verdict.Status.VALID;
        text.append("## %s %s: %s\n\n"
                .formatted(valid ? "✅" : "⚠️", judged.verdict().status(), plain(info.title())));
        judged.verdict()
                .reasons()
                .forEach(reason -> text.append("- ").append(plain(reason)).append('\n'));
        text.append(valid ? "" : "\n");
        expectations(text, judged);
        text.append("%s of %s, measured for %s after %s of warm-up%s.\n\n"
                .formatted(
                        result.plan().scenario(),
                        plain(result.plan().target().toString()),
                        Units.seconds(result.window().seconds()),
                        Durations.format(result.plan().warmUp()),
                        labels(info)));
        text.append("| request | calls | failed | per s | latency | p50 | p90 | p99 | p99.9 | max |\n");
        text.append("| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n");
        result.requests().forEach(request -> request(text, result, request));
        injectors(text, judged.injectors());
        errors(text, result);
        slowest(text, result);
        text.append("\nRun `%s`, yodel %s.\n".formatted(info.runId(), info.yodel()));
        return text.toString();
    }

    private static void expectations(StringBuilder text, JudgedResult judged) {
        if (judged.expectations().isEmpty()) {
            return;
        }
        text.append("| | expected | found |\n| --- | --- | --- |\n");
        for (ExpectationResult result : judged.expectations()) {
            text.append("| %s | `%s`%s | %s |\n"
                    .formatted(
                            result.met() ? "✅ met" : "❌ missed",
                            result.expectation().text().replace("|", "\\|").replace('`', '\''),
                            judged.goals().asked() ? "" : " (the default)",
                            plain(result.found())));
        }
        text.append('\n');
    }

    private static String labels(RunInfo info) {
        return info.labels().entrySet().stream()
                .map(label -> ", " + plain(label.toString()))
                .collect(Collectors.joining());
    }

    private static void request(StringBuilder text, RunResult result, RequestStats request) {
        List<Latency> latencies = Arrays.stream(Latency.values())
                .filter(latency -> Latencies.of(request, latency).getTotalCount() > 0)
                .toList();
        String counts = "| %s | %s | %s | %s |"
                .formatted(
                        plain(request.name()),
                        Units.count(request.count()),
                        Units.count(request.failed()),
                        Units.rate(result.window().perSecond(request.count())));
        if (latencies.isEmpty()) {
            text.append(counts).append(" | | | | | |\n");
        }
        for (Latency latency : latencies) {
            text.append(latency == latencies.get(0) ? counts : "| | | | |")
                    .append(" %s | %s |\n".formatted(latency.words(), times(Latencies.of(request, latency))));
        }
    }

    private static String times(Histogram nanos) {
        return DoubleStream.of(50, 90, 99, 99.9, 100)
                .mapToObj(percentile -> Units.time(nanos.getValueAtPercentile(percentile)))
                .collect(Collectors.joining(" | "));
    }

    private static void errors(StringBuilder text, RunResult result) {
        List<Map.Entry<String, Long>> errors = result.requests().stream()
                .flatMap(request -> request.errors().entrySet().stream()
                        .map(error -> Map.entry(request.name() + ": " + error.getKey(), error.getValue())))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .toList();
        if (errors.isEmpty()) {
            return;
        }
        text.append("\nErrors:\n\n");
        errors.stream()
                .limit(MOST_ERRORS)
                .forEach(error ->
                        text.append("- %s × %s\n".formatted(Units.count(error.getValue()), plain(error.getKey()))));
        if (errors.size() > MOST_ERRORS) {
            text.append("- and %d more, in result.json\n".formatted(errors.size() - MOST_ERRORS));
        }
    }

    private static void injectors(StringBuilder text, List<InjectorRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        text.append("\n| injector | host | calls | failed | lost |\n| ---: | --- | ---: | ---: | --- |\n");
        rows.forEach(row -> text.append("| %d | %s | %s | %s | %s |\n"
                .formatted(
                        row.number(),
                        row.host() == null ? "" : plain(row.host()),
                        Units.count(row.calls()),
                        Units.count(row.failed()),
                        row.lost() == null ? "" : plain(row.lost()))));
    }

    private static void slowest(StringBuilder text, RunResult result) {
        if (result.slowest().isEmpty()) {
            return;
        }
        boolean traced = result.slowest().stream().anyMatch(call -> call.traceId() != null);
        text.append("\nSlowest calls:\n\n| request | due | response time | service time | status | server |%s\n"
                .formatted(traced ? " trace |" : ""));
        text.append("| --- | --- | ---: | ---: | --- | --- |%s\n".formatted(traced ? " --- |" : ""));
        result.slowest().stream()
                .limit(MOST_CALLS)
                .forEach(call -> text.append("| %s | %s | %s | %s | %s | %s |%s\n"
                        .formatted(
                                plain(call.name()),
                                call.due().truncatedTo(ChronoUnit.MILLIS),
                                Units.time(call.responseNanos()),
                                Units.time(call.serviceNanos()),
                                call.status() + (call.ok() || call.status() != Status.Code.OK ? "" : ", failed"),
                                call.peer() == null ? "" : plain(call.peer()),
                                traced ? " %s |".formatted(Objects.requireNonNullElse(call.traceId(), "")) : "")));
    }

    /** Text as it is: a server's error text must not become a table, a link or an element. */
    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("([\\\\`*_\\[\\]<>|#~])", "\\\\$1");
    }
}

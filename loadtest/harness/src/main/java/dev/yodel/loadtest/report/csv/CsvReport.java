package dev.yodel.loadtest.report.csv;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Latency;
import dev.yodel.loadtest.result.Latencies;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.JudgedResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * A result as lines of RFC 4180, ended by a line feed: one for each request and latency, times in microseconds. Verdict, expectations, name and
 * labels are in every line, so that lines of many runs fit into one table.
 */
public final class CsvReport {

    private static final List<String> COLUMNS = List.of(
            "verdict",
            "expectations",
            "run_id",
            "name",
            "labels",
            "start",
            "seconds",
            "request",
            "kind",
            "count",
            "failed",
            "per_second",
            "messages_sent",
            "messages_received",
            "latency",
            "latency_count",
            "min_us",
            "mean_us",
            "p50_us",
            "p90_us",
            "p95_us",
            "p99_us",
            "p99_9_us",
            "p99_99_us",
            "p99_999_us",
            "max_us");
    private static final double[] PERCENTILES = {50, 90, 95, 99, 99.9, 99.99, 99.999};
    private static final double NANOS_PER_MICRO = 1000;

    private CsvReport() {}

    public static String text(JudgedResult judged) {
        StringBuilder text = new StringBuilder(line(COLUMNS));
        for (RequestStats request : judged.result().requests()) {
            boolean written = false;
            for (Latency latency : Latency.values()) {
                Histogram nanos = Latencies.of(request, latency);
                if (nanos.getTotalCount() > 0) {
                    text.append(line(row(judged, request, latency.field(), times(nanos))));
                    written = true;
                }
            }
            if (!written) {
                text.append(line(row(judged, request, "", List.of())));
            }
        }
        return text.toString();
    }

    private static List<String> row(JudgedResult judged, RequestStats request, String latency, List<String> times) {
        RunResult result = judged.result();
        RunInfo info = result.info();
        List<String> cells = new ArrayList<>(List.of(
                judged.verdict().status().name(),
                expectations(judged.expectations()),
                info.runId(),
                info.name() == null ? "" : info.name(),
                info.labels().entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(" ")),
                result.window().start().toString(),
                plain(result.window().seconds()),
                request.name(),
                request.kind().name(),
                String.valueOf(request.count()),
                String.valueOf(request.failed()),
                plain(result.window().perSecond(request.count())),
                String.valueOf(request.messagesSent()),
                String.valueOf(request.messagesReceived()),
                latency));
        cells.addAll(times);
        while (cells.size() < COLUMNS.size()) {
            cells.add("");
        }
        return cells;
    }

    private static String expectations(List<ExpectationResult> results) {
        if (results.isEmpty()) {
            return "none";
        }
        return results.stream().allMatch(ExpectationResult::met) ? "met" : "missed";
    }

    private static List<String> times(Histogram nanos) {
        List<String> times = new ArrayList<>();
        times.add(String.valueOf(nanos.getTotalCount()));
        times.add(micros(nanos.getMinValue()));
        times.add(micros(Math.round(nanos.getMean())));
        for (double percentile : PERCENTILES) {
            times.add(micros(nanos.getValueAtPercentile(percentile)));
        }
        times.add(micros(nanos.getMaxValue()));
        return times;
    }

    private static String micros(long nanos) {
        return plain(nanos / NANOS_PER_MICRO);
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).toPlainString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(CsvReport::quoted).collect(Collectors.joining(",")) + "\n";
    }

    private static String quoted(String cell) {
        return cell.chars().anyMatch(character -> ",\"\r\n".indexOf(character) >= 0)
                ? '"' + cell.replace("\"", "\"\"") + '"'
                : cell;
    }
}

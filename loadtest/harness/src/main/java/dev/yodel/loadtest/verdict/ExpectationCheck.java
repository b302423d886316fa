package dev.yodel.loadtest.verdict;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.Latency;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.plan.expectation.Figure;
import dev.yodel.loadtest.result.Latencies;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.StageStats;
import dev.yodel.loadtest.result.Units;
import io.grpc.MethodDescriptor.MethodType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Compares a result with what was expected of it.
 *
 * <p>Counts, shares and rates are those of all requests together, unless the expectation names one. Latencies are never
 * mixed: each request must meet the expectation alone, and the worst one is reported. An expectation of a stage is compared
 * with what was due in that stage.
 */
public final class ExpectationCheck {

    private final LoadPlan plan;
    private final List<Measured> requests;

    private ExpectationCheck(LoadPlan plan, List<Measured> requests) {
        this.plan = plan;
        this.requests = requests;
    }

    /** Compares a whole result. */
    public static List<ExpectationResult> results(List<Expectation> expectations, RunResult result) {
        return expectations.stream()
                .map(expectation -> of(
                                expectation,
                                result.plan(),
                                result.requests(),
                                result.window().seconds(),
                                result.stages())
                        .result(expectation))
                .toList();
    }

    /**
     * Compares expectations of the whole run.
     *
     * @param requests statistics of the window, or of its beginning
     * @param seconds the length of that time
     */
    public static List<ExpectationResult> results(
            List<Expectation> expectations, LoadPlan plan, List<RequestStats> requests, double seconds) {
        return expectations.stream()
                .map(expectation ->
                        of(expectation, plan, requests, seconds, List.of()).result(expectation))
                .toList();
    }

    /** The comparison with what an expectation is limited to: a stage, or the whole time. */
    static ExpectationCheck of(
            Expectation expectation,
            LoadPlan plan,
            List<RequestStats> requests,
            double seconds,
            List<StageStats> stages) {
        List<Measured> measured = expectation.stage() == null
                ? requests.stream().map(stats -> new Measured(stats, seconds)).toList()
                : stages.stream()
                        .filter(stage -> Objects.equals(stage.number(), expectation.stage()))
                        .map(stage -> new Measured(stage.stats(), stage.window().seconds()))
                        .toList();
        return new ExpectationCheck(plan, measured);
    }

    /** What is measured of the requests that an expectation is limited to. */
    List<Measured> meant(Expectation expectation) {
        return requests.stream()
                .filter(each ->
                        expectation.request() == null || each.stats().name().equals(expectation.request()))
                .toList();
    }

    ExpectationResult result(Expectation expectation) {
        if (expectation.stage() != null && requests.isEmpty()) {
            return new ExpectationResult(expectation, false, null, "not reached");
        }
        List<Measured> measured = meant(expectation);
        List<RequestStats> meant = measured.stream().map(Measured::stats).toList();
        Figure figure = expectation.figure();
        if (figure instanceof Figure.Percentile percentile) {
            return latency(
                    expectation,
                    meant,
                    percentile.of(),
                    nanos -> percentile.percentile() == 0
                            ? nanos.getMinValue()
                            : nanos.getValueAtPercentile(percentile.percentile()));
        }
        if (figure instanceof Figure.Mean mean) {
            return latency(expectation, meant, mean.of(), Histogram::getMean);
        }
        long calls = meant.stream().mapToLong(RequestStats::count).sum();
        if (figure instanceof Figure.Failed failed) {
            return counted(
                    expectation, meant.stream().mapToLong(RequestStats::failed).sum(), calls, failed.share());
        }
        if (figure instanceof Figure.Ended ended) {
            return counted(
                    expectation,
                    meant.stream()
                            .mapToLong(stats -> stats.statuses().getOrDefault(ended.status(), 0L))
                            .sum(),
                    calls,
                    ended.share());
        }
        double rate = measured.stream()
                .filter(each -> each.seconds() > 0)
                .mapToDouble(each -> begun(plan, each.stats()) / each.seconds())
                .sum();
        return value(expectation, rate, Units.rate(rate) + "/s");
    }

    /** Messages where streams are held open, calls otherwise. */
    static long begun(LoadPlan plan, RequestStats stats) {
        return holdsStreams(plan, stats) ? stats.messagesSent() : stats.count();
    }

    private static boolean holdsStreams(LoadPlan plan, RequestStats stats) {
        return plan.requests().stream()
                .filter(request -> request.name().equals(stats.name()))
                .map(RequestPlan::arrival)
                .anyMatch(Arrival.Streams.class::isInstance);
    }

    private static ExpectationResult counted(Expectation expectation, long count, long calls, boolean share) {
        if (!share) {
            return value(expectation, (double) count, Units.count(count));
        }
        return calls == 0
                ? new ExpectationResult(expectation, false, null, "no calls")
                : value(expectation, (double) count / calls, percent(count, calls));
    }

    private static String percent(long count, long calls) {
        String percent =
                String.format(Locale.ROOT, "%.3f", 100.0 * count / calls).replaceFirst("\\.?0+$", "");
        return "%s%%, %s of %s calls".formatted(percent, Units.count(count), Units.count(calls));
    }

    private ExpectationResult latency(
            Expectation expectation,
            List<RequestStats> meant,
            @Nullable Latency of,
            ToDoubleFunction<Histogram> statistic) {
        List<ExpectationResult> each = new ArrayList<>();
        for (RequestStats stats : meant) {
            Latency latency = of == null ? usual(stats) : of;
            Histogram nanos = Latencies.of(stats, latency);
            if (nanos.getTotalCount() > 0) {
                double found = statistic.applyAsDouble(nanos);
                String where = requests.size() > 1 && expectation.request() == null ? " of " + stats.name() : "";
                String what = of == null && latency != Latency.RESPONSE_TIME ? " " + latency.words() : "";
                each.add(value(expectation, found, Units.time(Math.round(found)) + what + where));
            }
        }
        Comparator<ExpectationResult> byValue =
                Comparator.comparingDouble(result -> result.value() == null ? 0 : result.value());
        return each.stream()
                .filter(result -> !result.met())
                .findFirst()
                .filter(missed -> !expectation.comparison().isOrder())
                .or(() -> each.stream().max(expectation.comparison().boundsFromAbove() ? byValue : byValue.reversed()))
                .orElseGet(() -> new ExpectationResult(expectation, false, null, "no value"));
    }

    /** The latency of the messages where streams are held open: the end of such a stream is that of the run. */
    private Latency usual(RequestStats stats) {
        if (!holdsStreams(plan, stats)) {
            return Latency.RESPONSE_TIME;
        }
        return stats.kind() == MethodType.BIDI_STREAMING ? Latency.ROUND_TRIP : Latency.GAP;
    }

    /** Statistics of a request, and the length of the time that they are of. */
    record Measured(RequestStats stats, double seconds) {}

    private static ExpectationResult value(Expectation expectation, double value, String text) {
        return new ExpectationResult(
                expectation, expectation.comparison().holds(value, expectation.bound()), value, text);
    }
}

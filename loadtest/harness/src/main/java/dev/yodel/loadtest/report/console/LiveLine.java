package dev.yodel.loadtest.report.console;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Units;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/**
 * One interval as a line. Its percentiles are those of response times of unary calls; without any, of round trips of
 * messages; without those, of response times of streams. Messages are sent and received together, as in the summary.
 */
final class LiveLine {

    private LiveLine() {}

    /** The names of the columns. */
    static String header() {
        return line("time", "calls/s", "messages/s", "p50", "p99", "streams", "failed", "");
    }

    static String of(Interval interval) {
        List<RequestStats> all = interval.all();
        Histogram latencies = sum(all, MethodType.UNARY::equals, RequestStats::responseTime);
        if (latencies.getTotalCount() == 0) {
            latencies = sum(all, kind -> true, RequestStats::roundTrip);
        }
        if (latencies.getTotalCount() == 0) {
            latencies = sum(all, kind -> true, RequestStats::responseTime);
        }
        long messages = all.stream()
                .mapToLong(stats -> stats.messagesSent() + stats.messagesReceived())
                .sum();
        long calls = all.stream().mapToLong(RequestStats::count).sum();
        long failed = all.stream().mapToLong(RequestStats::failed).sum();
        return line(
                clock(interval.end()),
                Units.rate(interval.perSecond(calls)),
                Units.rate(interval.perSecond(messages)),
                percentile(latencies, 50),
                percentile(latencies, 99),
                Units.count(interval.openStreams()),
                Units.count(failed),
                phase(interval.phase()));
    }

    private static Histogram sum(
            List<RequestStats> all, Predicate<MethodType> kind, Function<RequestStats, Histogram> latency) {
        Histogram sum = new Histogram(3);
        all.stream().filter(stats -> kind.test(stats.kind())).map(latency).forEach(sum::add);
        return sum;
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%6s %9s %11s %9s %9s %9s %8s%s", cells);
    }

    private static String percentile(Histogram nanos, double percentile) {
        return nanos.getTotalCount() == 0 ? "-" : Units.time(nanos.getValueAtPercentile(percentile));
    }

    private static String phase(Interval.Phase phase) {
        return switch (phase) {
            case WARM_UP -> "  warm-up";
            case WINDOW -> "";
            case COOL_DOWN -> "  cool-down";
            case DRAIN -> "  ending";
        };
    }

    private static String clock(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}

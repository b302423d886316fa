package dev.yodel.loadtest.report.console;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Rate;
import dev.yodel.loadtest.result.Units;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * The line that tells of one interval on the console. Its percentiles are of answers: the response times of unary calls
 * and the round trips of messages; where there are neither, the response times of streams.
 */
public final class LiveLine {

    private LiveLine() {}

    /** The names of the columns. */
    public static String header() {
        return line("time", "calls/s", "messages/s", "p50", "p99", "streams", "failed", "");
    }

    public static String of(Interval interval) {
        List<RequestStats> all = interval.all();
        double seconds = interval.seconds();
        Histogram answers = new Histogram(3);
        all.forEach(figures ->
                answers.add(figures.kind() == MethodType.UNARY ? figures.responseTime() : figures.roundTrip()));
        if (answers.getTotalCount() == 0) {
            all.forEach(figures -> answers.add(figures.responseTime()));
        }
        long messages = all.stream()
                .mapToLong(figures -> figures.messagesSent() + figures.messagesReceived())
                .sum();
        long calls = all.stream().mapToLong(RequestStats::count).sum();
        long failed = all.stream().mapToLong(RequestStats::failed).sum();
        return line(
                clock(interval.end()),
                Units.rate(Rate.perSecond(calls, seconds)),
                Units.rate(Rate.perSecond(messages, seconds)),
                percentile(answers, 50),
                percentile(answers, 99),
                Units.count(interval.openStreams()),
                Units.count(failed),
                phase(interval.phase()));
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%6s %9s %11s %9s %9s %9s %8s%s", cells);
    }

    private static String percentile(Histogram nanos, double percentile) {
        return nanos.getTotalCount() == 0 ? "-" : Units.time(nanos.getValueAtPercentile(percentile) / 1e3);
    }

    private static String phase(Interval.Phase phase) {
        return switch (phase) {
            case WARM_UP -> "  warm-up";
            case WINDOW -> "";
            case DRAIN -> "  ending";
        };
    }

    private static String clock(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}

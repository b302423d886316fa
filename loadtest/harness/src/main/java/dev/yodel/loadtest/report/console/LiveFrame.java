package dev.yodel.loadtest.report.console;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalHealth;
import dev.yodel.loadtest.result.Units;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The lines of the screen for one interval: where the run is, each request against its plan, and the load generator. */
final class LiveFrame {

    private static final int BAR = 40;
    private static final int MOST_REQUESTS = 10;
    private static final int LONGEST_NAME = 18;

    private LiveFrame() {}

    /**
     * The lines, each of at most 80 columns.
     *
     * @param statuses calls of the window so far by the status they ended with
     * @param counted calls and messages of the window so far, as a count in the plan counts them
     */
    static List<String> lines(LoadPlan plan, Interval interval, Map<Status.Code, Long> statuses, long counted) {
        List<String> lines = new ArrayList<>();
        lines.add(cut("%s of %s, %s".formatted(plan.scenario(), plan.target(), phase(interval)), Wrapped.COLUMNS));
        lines.add(bar(plan, interval, counted));
        lines.add("");
        lines.add(row("request", "rate", "planned", "", "p50", "p99", "failed"));
        List<RequestStats> all = interval.all();
        List<RequestPlan> requests = plan.requests();
        requests.stream()
                .limit(MOST_REQUESTS)
                .forEach(request -> lines.add(request(request, all, interval, plan.warmUp())));
        if (requests.size() > MOST_REQUESTS) {
            lines.add("and %d more".formatted(requests.size() - MOST_REQUESTS));
        }
        lines.add("");
        lines.add("open streams    " + Units.count(interval.openStreams()));
        lines.add(cut("status          " + statuses(statuses), Wrapped.COLUMNS));
        lines.add("load generator  " + health(interval.health()));
        return lines;
    }

    private static String phase(Interval interval) {
        return switch (interval.phase()) {
            case WARM_UP -> "warm-up, not counted";
            case WINDOW -> "measuring";
            case COOL_DOWN -> "cool-down, not counted";
            case DRAIN -> "ending: waiting for calls in flight";
        };
    }

    private static String bar(LoadPlan plan, Interval interval, long counted) {
        double done;
        String more;
        if (plan.count() == null) {
            Duration total = plan.warmUp().plus(plan.longest());
            Duration coolDown = plan.coolDown();
            if (coolDown != null) {
                total = total.plus(coolDown);
            }
            done = (double) interval.end().toMillis() / total.toMillis();
            more = clock(interval.end()) + " of " + clock(total);
        } else {
            done = (double) counted / plan.count();
            more = clock(interval.end()) + ", " + Units.count(counted) + " of " + Units.count(plan.count());
        }
        double share = Math.max(0, Math.min(1, done));
        int filled = (int) Math.round(share * BAR);
        return String.format(
                Locale.ROOT, "[%s%s] %3.0f %%  %s", "#".repeat(filled), "-".repeat(BAR - filled), 100 * share, more);
    }

    private static String request(RequestPlan plan, List<RequestStats> all, Interval interval, Duration warmUp) {
        RequestStats stats = all.stream()
                .filter(any -> any.name().equals(plan.name()))
                .findFirst()
                .orElse(null);
        boolean held = plan.arrival() instanceof Arrival.Streams;
        String planned = planned(plan.arrival(), interval.end().minus(warmUp));
        String unit = held ? "msg/s" : "/s";
        if (stats == null) {
            return row(plan.name(), "0.0", planned, unit, "-", "-", "0");
        }
        Histogram latency = latency(stats);
        return row(
                plan.name(),
                Units.rate(interval.perSecond(held ? stats.messagesSent() : stats.count())),
                planned,
                unit,
                percentile(latency, 50),
                percentile(latency, 99),
                Units.count(stats.failed()));
    }

    private static String planned(Arrival arrival, Duration inWindow) {
        if (arrival.plannedPerSecond().isEmpty()) {
            return "-";
        }
        Profile profile = arrival.profile();
        return Units.rate(
                profile == null
                        ? arrival.plannedPerSecond().getAsDouble()
                        : profile.at(inWindow.isNegative() ? Duration.ZERO : inWindow));
    }

    /** Of the calls; of the messages where those are answered. */
    private static Histogram latency(RequestStats stats) {
        boolean answered = stats.kind() != MethodType.UNARY && stats.roundTrip().getTotalCount() > 0;
        return answered ? stats.roundTrip() : stats.responseTime();
    }

    private static String percentile(Histogram nanos, double percentile) {
        return nanos.getTotalCount() == 0 ? "-" : Units.time(nanos.getValueAtPercentile(percentile));
    }

    private static String row(
            String name, String rate, String planned, String unit, String p50, String p99, String failed) {
        return String.format(
                        Locale.ROOT,
                        "%-18s %9s %9s %-5s %9s %9s %8s",
                        cut(name, LONGEST_NAME),
                        rate,
                        planned,
                        unit,
                        p50,
                        p99,
                        failed)
                .stripTrailing();
    }

    private static String statuses(Map<Status.Code, Long> statuses) {
        return statuses.isEmpty()
                ? "-"
                : statuses.entrySet().stream()
                        .map(status -> status.getKey() + " " + Units.count(status.getValue()))
                        .collect(Collectors.joining("  "));
    }

    private static String health(IntervalHealth health) {
        return "CPU %s  timer lag %s  GC %d ms"
                .formatted(
                        text("%.0f %%", health.cpuShare() == null ? null : 100 * health.cpuShare()),
                        text("%.1f ms", health.lagMaxMillis()),
                        health.pauseMillis());
    }

    private static String text(String format, @Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** What a count in the plan counts: messages on held streams, calls otherwise. */
    static long begun(LoadPlan plan, RequestStats stats) {
        boolean held = plan.requests().stream()
                .anyMatch(
                        request -> request.name().equals(stats.name()) && request.arrival() instanceof Arrival.Streams);
        return held ? stats.messagesSent() : stats.count();
    }

    private static String clock(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}

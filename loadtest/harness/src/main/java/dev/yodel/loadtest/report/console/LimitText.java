package dev.yodel.loadtest.report.console;

import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.result.Units;
import dev.yodel.loadtest.search.Limit;
import dev.yodel.loadtest.search.Point;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A search for the limit, for a terminal of 80 columns: a line for each run, then the limit and the runs by rate as a plot. */
public final class LimitText {

    private static final int WIDTH = 40;
    private static final double NANOS_PER_MICRO = 1000;

    private LimitText() {}

    public static String header() {
        return String.format(Locale.ROOT, "%12s  %-6s  %-9s  %s%n", "rate", "", "injector", "found");
    }

    public static String line(Point point) {
        return String.format(
                Locale.ROOT,
                "%12s  %-6s  %-9s  %s%n",
                Units.rate(point.rate()) + "/s",
                point.kept() ? "kept" : "MISSED",
                point.injectorHealthy() ? "healthy" : "UNHEALTHY",
                String.join("; ", point.found()));
    }

    public static String of(Limit limit, List<Expectation> expectations) {
        String expected = expectations.stream().map(Expectation::text).collect(Collectors.joining(", "));
        return "limit: %s with %s%n%s%n%n%s"
                .formatted(
                        limit.rate() > 0 ? Units.rate(limit.rate()) + "/s" : "none",
                        expected,
                        switch (limit.endedBy()) {
                            case SERVICE ->
                                "the service ran out first: the load generator was healthy at the next rate";
                            case INJECTOR ->
                                "the load generator ran out first: it was not healthy at the next rate, and the%nservice may do more"
                                        .formatted();
                            case HIGHEST_RATE -> "the highest rate to try was kept: --max-rate may be higher";
                            case RUNS -> "the runs differ too much to find a limit: more --duration may help";
                        },
                        plot(limit.points()));
    }

    /** The p99 of the response time by rate, on a logarithmic scale. */
    private static String plot(List<Point> points) {
        double least = points.stream()
                .mapToDouble(Point::p99Micros)
                .filter(p99 -> p99 > 0)
                .min()
                .orElse(1);
        double most = points.stream().mapToDouble(Point::p99Micros).max().orElse(1);
        StringBuilder text = new StringBuilder("p99 of the response time by rate, logarithmic\n");
        points.stream().sorted(Comparator.comparingDouble(Point::rate)).forEach(point -> {
            double share =
                    most > least ? Math.log(Math.max(point.p99Micros(), least) / least) / Math.log(most / least) : 1;
            text.append(String.format(
                    Locale.ROOT,
                    "%12s  %s %s %s%n",
                    Units.rate(point.rate()) + "/s",
                    point.kept() ? " " : "!",
                    "#".repeat(1 + (int) Math.round(share * (WIDTH - 1))),
                    point.p99Micros() > 0 ? Units.time(Math.round(point.p99Micros() * NANOS_PER_MICRO)) : "-"));
        });
        return text.toString();
    }

    public static String csv(Limit limit) {
        return "rate,kept,injector_healthy,p99_us\n"
                + limit.points().stream()
                        .map(point -> String.format(
                                Locale.ROOT,
                                "%.2f,%s,%s,%.3f%n",
                                point.rate(),
                                point.kept(),
                                point.injectorHealthy(),
                                point.p99Micros()))
                        .collect(Collectors.joining());
    }
}

package dev.yodel.loadtest.report.console;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.result.StageStats;
import dev.yodel.loadtest.result.Units;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The stages of profiles as a table. */
final class StageLines {

    private static final int TEXT_COLUMNS = 2;

    private StageLines() {}

    /** The table; empty without a stage. */
    static String of(List<StageStats> stages) {
        if (stages.isEmpty()) {
            return "";
        }
        TextTable table = new TextTable(TEXT_COLUMNS)
                .row(List.of("name", "stage", "count", "failed", "per s", "p50", "p99", "max"));
        stages.forEach(stage -> row(table, stage));
        return "\n" + table.text();
    }

    private static void row(TextTable table, StageStats stage) {
        RequestStats stats = stage.stats();
        boolean messages = stats.kind() != MethodType.UNARY && stats.roundTrip().getTotalCount() > 0;
        Histogram nanos = messages ? stats.roundTrip() : stats.responseTime();
        long count = messages ? stats.messagesSent() : stats.count();
        table.row(List.of(
                stats.name(),
                stage.stage(),
                String.format(Locale.ROOT, "%,d", count),
                String.format(Locale.ROOT, "%,d", stats.failed()),
                String.format(Locale.ROOT, "%,.1f", stage.window().perSecond(count)),
                time(nanos, 50),
                time(nanos, 99),
                time(nanos, 100)));
    }

    private static String time(Histogram nanos, double percentile) {
        return nanos.getTotalCount() == 0 ? "-" : Units.time(nanos.getValueAtPercentile(percentile));
    }
}

package dev.yodel.loadtest.report.console;

import dev.yodel.loadtest.result.InjectorRow;
import dev.yodel.loadtest.result.Units;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The load generators that made a result together, a line each. */
final class InjectorRows {

    private static final int TEXT_COLUMNS = 2;

    private InjectorRows() {}

    static String of(List<InjectorRow> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        TextTable table = new TextTable(TEXT_COLUMNS)
                .row(List.of("injector", "host", "calls", "failed", "start skew", "clock ahead by"));
        rows.forEach(row -> table.row(List.of(
                String.valueOf(row.number()) + (row.lost() == null ? "" : " LOST"),
                row.host() == null ? "-" : row.host(),
                Units.count(row.calls()),
                Units.count(row.failed()),
                millis(row.startSkewMillis()),
                millis(row.clockOffsetMillis()))));
        return "\n" + table.text();
    }

    private static String millis(@Nullable Double millis) {
        return millis == null ? "-" : String.format(Locale.ROOT, "%.1f ms", millis);
    }
}

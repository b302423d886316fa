package dev.yodel.monitoring.generate;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All dashboards. */
public final class Dashboards {

    private Dashboards() {}

    /** The query for the milliseconds from the start of the baseline's window to that of the run. */
    public static String shift(String run, String baseline) {
        return CompareDashboard.SHIFT.replace("$run", run).replace("$baseline", baseline);
    }

    /** The text of each by the name of its file. */
    public static Map<String, String> files() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (DashboardJson dashboard : List.of(
                LoadTestDashboard.dashboard(),
                ServiceDashboard.dashboard(),
                JvmDashboard.dashboard(),
                CompareDashboard.dashboard())) {
            files.put(dashboard.file(), dashboard.text());
        }
        return files;
    }
}

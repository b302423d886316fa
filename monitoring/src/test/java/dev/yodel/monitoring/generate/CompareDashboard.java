package dev.yodel.monitoring.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Two runs on one time axis: the baseline is moved so that both windows start at the same moment. */
final class CompareDashboard {

    /** Milliseconds from the start of the baseline's window to that of the run, and one more: an offset of 0 is an error. */
    static final String SHIFT =
            "round(1000 * (max(max_over_time(yodel_client_window_start_time_seconds{run_id=\"$run\"}[7d]))"
                    + " - max(max_over_time(yodel_client_window_start_time_seconds{run_id=\"$baseline\"}[7d])))) + 1";

    private CompareDashboard() {}

    static DashboardJson dashboard() {
        DashboardJson dashboard = new DashboardJson(
                "yodel-compare",
                "Yodel: 4 Compare",
                "Is the run better or worse than an earlier one? The time axis is that of the run.");
        dashboard
                .labelVariable("run", "Run", "label_values(yodel_run_info, run_id)", false)
                .labelVariable("baseline", "Baseline", "label_values(yodel_run_info, run_id)", false)
                .variable("""
                        {"name": "shift", "label": "Shift", "type": "query", "datasource": "${datasource}",
                         "definition": "%1$s", "query": {"query": "%1$s", "refId": "StandardVariableQuery"},
                         "regex": "/\\\\{\\\\} (-?[0-9]+) /", "refresh": 2, "sort": 0, "hide": 2, "includeAll": false,
                         "multi": false, "allValue": null, "options": [], "current": {}, "skipUrlSync": true}
                        """.formatted(("query_result(" + SHIFT + ")").replace("\"", "\\\"")))
                .phases();
        pair(
                dashboard,
                "Response time of unary calls, p99",
                "Do unary calls take longer than before? From their due time to their end.",
                "s",
                "histogram_quantile(0.99, sum by (name, le) (%s)) >= 0",
                "rate(yodel_client_response_time_seconds_bucket{kind=\"UNARY\"}" + PromQl.RATE + "%s)");
        pair(
                dashboard,
                "Response time of unary calls, p50",
                "Does the typical unary call take longer than before?",
                "s",
                "histogram_quantile(0.5, sum by (name, le) (%s)) >= 0",
                "rate(yodel_client_response_time_seconds_bucket{kind=\"UNARY\"}" + PromQl.RATE + "%s)");
        pair(
                dashboard,
                "Round trip on streams, p99",
                "Do messages on streams take longer than before? Empty without streams.",
                "s",
                "histogram_quantile(0.99, sum by (name, le) (%s)) >= 0",
                "rate(yodel_client_message_round_trip_seconds_bucket" + PromQl.RATE + "%s)");
        pair(
                dashboard,
                "Begun per second",
                "Had both runs the same load? Calls begun, or messages sent where streams are held open.",
                "none",
                "sum by (name) (%s)",
                "rate(yodel_client_begun_total" + PromQl.RATE + "%s)");
        dashboard.add(
                8,
                9,
                Panels.dashed(
                        Panels.graph(
                                "Failures per second",
                                "Do more calls fail than before? Zero if none does.",
                                "none",
                                Target.of(failures("run", ""), "run"),
                                Target.of(failures("baseline", " offset ${shift}ms"), "baseline")),
                        "baseline"));
        pair(
                dashboard,
                "Readings of thresholds",
                "Was the load generator equally healthy? The reading nearest to its threshold; above 100 % a run is suspect.",
                "percentunit",
                "max(%s)",
                "yodel_client_threshold_ratio%s");
        return dashboard;
    }

    /** The same query for both runs. */
    private static void pair(
            DashboardJson dashboard, String title, String description, String unit, String outer, String inner) {
        ObjectNode chart = Panels.dashed(
                Panels.graph(
                        title,
                        description,
                        unit,
                        Target.of(outer.formatted(inner.formatted("") + of("run", "")), legend(outer, "run")),
                        Target.of(
                                outer.formatted(
                                        inner.formatted(" offset ${shift}ms") + of("baseline", " offset ${shift}ms")),
                                legend(outer, "baseline"))),
                "baseline");
        dashboard.add(8, 9, unit.equals("percentunit") ? Panels.redAbove(chart, 1) : chart);
    }

    private static String failures(String variable, String offset) {
        return "sum(rate(yodel_client_calls_total{failure_source!~\"NONE|CANCELLED\"}" + PromQl.RATE + offset + ")"
                + of(variable, offset) + ") or 0 * count(yodel_run_info{run_id=\"$" + variable
                + "\", phase=~\"$phase\"}"
                + offset + ")";
    }

    private static String of(String variable, String offset) {
        return " and on (job, instance) yodel_run_info{run_id=\"$%s\", phase=~\"$phase\"}%s"
                .formatted(variable, offset);
    }

    private static String legend(String outer, String which) {
        return outer.contains("by (name") ? "{{name}} " + which : which;
    }
}

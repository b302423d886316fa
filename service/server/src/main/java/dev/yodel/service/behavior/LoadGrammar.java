package dev.yodel.service.behavior;

import com.google.common.base.Splitter;
import dev.yodel.v1.LoadReport;

/** A load report as text: {@code cpu:0.9, memory:0.5, application:0.7, rps:100, eps:1, named.queue:3}. */
final class LoadGrammar {

    private static final String FIGURES =
            "a figure: cpu, memory, application, rps, eps, named.NAME, utilization.NAME or cost.NAME, such as cpu:0.9";

    private LoadGrammar() {}

    static LoadReport parse(String value, GrammarValues values) {
        LoadReport.Builder load = LoadReport.newBuilder();
        for (String figure : Splitter.on(',').trimResults().split(value)) {
            int colon = figure.lastIndexOf(':');
            if (colon < 1) {
                values.refuse("load", figure, FIGURES);
                continue;
            }
            String name = figure.substring(0, colon);
            double number = values.decimal("load", figure.substring(colon + 1).strip());
            int dot = name.indexOf('.');
            String rest = name.substring(dot + 1);
            switch (dot < 0 ? name : name.substring(0, dot + 1)) {
                case "cpu" -> load.setCpuUtilization(number);
                case "memory" -> load.setMemoryUtilization(number);
                case "application" -> load.setApplicationUtilization(number);
                case "rps" -> load.setRequestsPerSecond(number);
                case "eps" -> load.setErrorsPerSecond(number);
                case "named." -> load.putNamedMetrics(rest, number);
                case "utilization." -> load.putUtilization(rest, number);
                case "cost." -> load.putRequestCost(rest, number);
                default -> values.refuse("load", figure, FIGURES);
            }
        }
        return load.build();
    }
}

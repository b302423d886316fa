package dev.yodel.monitoring.generate;

/**
 * A query of a panel.
 *
 * @param expr in PromQL, with Grafana's variables
 * @param legend the text of each series
 * @param instant whether only the newest value is asked for
 */
record Target(String expr, String legend, boolean instant) {

    static Target of(String expr, String legend) {
        return new Target(expr, legend, false);
    }

    static Target now(String expr, String legend) {
        return new Target(expr, legend, true);
    }
}

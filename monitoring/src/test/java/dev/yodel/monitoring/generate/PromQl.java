package dev.yodel.monitoring.generate;

/** Parts of queries that several dashboards share. */
final class PromQl {

    /** Grafana's interval for rates: never less than four scrapes. */
    static final String RATE = "[$__rate_interval]";

    /** The chosen runs, in their chosen phases: nothing after a run, not even the burst of calls that its end closes. */
    static final String MEASURED = " and on (job, instance) yodel_run_info{run_id=~\"$run\", phase=~\"$phase\"}";

    /** The chosen runs, in any phase. */
    static final String RUN = " and on (job, instance) yodel_run_info{run_id=~\"$run\"}";

    /** What callers ask for, without what machinery calls. */
    static final String SERVED = "service!~\"grpc[.].*\"";

    static final String SERVED_METHOD = SERVED + ", method=~\"$method\"";

    private PromQl() {}

    /** The rate of a counter in the chosen runs and phases. */
    static String rate(String counter) {
        return "rate(" + counter + RATE + ")" + MEASURED;
    }

    /** A percentile of the load generator's histogram; buckets are added, percentiles never. */
    static String clientPercentile(double percentile, String by, String histogram) {
        return percentile(percentile, by, rate(bucket(histogram)));
    }

    /** A percentile of the service's histogram. */
    static String serverPercentile(double percentile, String by, String histogram) {
        return percentile(percentile, by, "rate(" + bucket(histogram) + RATE + ")");
    }

    /** The 99th percentile of all buckets together. */
    static String percentileOf(String rate) {
        return percentile(0.99, "", rate);
    }

    /** Nothing where nothing was recorded: NaN is no data. */
    private static String percentile(double percentile, String by, String rate) {
        String labels = by.isEmpty() ? "le" : by + ", le";
        return "histogram_quantile(%s, sum by (%s) (%s)) >= 0".formatted(percentile, labels, rate);
    }

    /** The last value that a query had in the time range of the dashboard: that of the run, also after its end. */
    static String ofTheRun(String query) {
        return "last_over_time((%s)[$__range:1s])".formatted(query);
    }

    /** The query, with one more label. */
    static String labelled(String label, String value, String query) {
        return "label_replace(%s, \"%s\", \"%s\", \"\", \"\")".formatted(query, label, value);
    }

    /** The query, or a zero with that label while runs are measured. */
    static String orNone(String query, String label) {
        return query + " or "
                + labelled(label, "none", "0 * count(yodel_run_info{run_id=~\"$run\", phase=~\"$phase\"})");
    }

    /** The query, or a zero with that label while a service is scraped. */
    static String orNoneServed(String query, String label) {
        return query + " or " + labelled(label, "none", "0 * count(yodel_build_info)");
    }

    private static String bucket(String histogram) {
        int labels = histogram.indexOf('{');
        return labels < 0
                ? histogram + "_bucket"
                : histogram.substring(0, labels) + "_bucket" + histogram.substring(labels);
    }
}

package dev.yodel.monitoring.generate;

import static dev.yodel.monitoring.generate.PromQl.MEASURED;
import static dev.yodel.monitoring.generate.PromQl.RATE;
import static dev.yodel.monitoring.generate.PromQl.RUN;
import static dev.yodel.monitoring.generate.PromQl.SERVED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The first screen: whether a run can be believed, what it measured, and the service beside it. Whole without a service. */
final class LoadTestDashboard {

    /** Calls that failed, by a status that a chart can show: a failed check has the status OK. */
    static final String FAILED = "sum by (status) (label_replace(label_replace(label_replace("
            + "rate(yodel_client_calls_total{failure_source!~\"NONE|CANCELLED\"}" + RATE + ")" + MEASURED
            + ", \"status\", \"failed check\", \"failure_source\", \"CHECK\")"
            + ", \"status\", \"shed\", \"failure_source\", \"SHED\")"
            + ", \"status\", \"not started\", \"status\", \"NONE\"))";

    private static final String ENDED = PromQl.rate("yodel_client_calls_total{failure_source!=\"CANCELLED\"}");

    private static final Map<Double, String> GOOD_IS_ONE = Map.of(0.0, "red", 1.0, "green");
    private static final Map<Double, String> GOOD_IS_ZERO = Map.of(0.0, "green", 1.0, "red");

    private LoadTestDashboard() {}

    static DashboardJson dashboard() {
        DashboardJson dashboard = new DashboardJson(
                "yodel-load-test",
                "Yodel: 1 Load test",
                "Can the run be believed, what did it measure, and where was the time spent?");
        run(dashboard
                .labelVariable("run", "Run", "label_values(yodel_run_info, run_id)", true)
                .phases());
        trust(dashboard);
        load(dashboard);
        time(dashboard);
        streams(dashboard);
        return dashboard;
    }

    /** What happened when, as regions of the time axis. */
    static DashboardJson run(DashboardJson dashboard) {
        return dashboard
                .annotation(
                        "Warm-up and cool-down",
                        "#8E8E8E",
                        "max by (run_id, phase) (yodel_run_info{run_id=~\"$run\", phase=~\"warm_up|cool_down\"})",
                        "{{phase}}",
                        "{{run_id}}")
                .annotation(
                        "Measured",
                        "#5794F2",
                        "max by (run_id, name) (yodel_run_info{run_id=~\"$run\", phase=\"measuring\"})",
                        "measured: {{name}}",
                        "{{run_id}}")
                .annotation(
                        "Stages",
                        "#FADE2A",
                        "max by (name, stage) (yodel_client_stage" + RUN + ")",
                        "{{name}}",
                        "stage {{stage}}");
    }

    private static void trust(DashboardJson dashboard) {
        dashboard
                .add(
                        3,
                        4,
                        Panels.mapped(
                                Panels.coloured(
                                        Panels.stat(
                                                "Verdict",
                                                "Can the figures of the run be believed? While it is running, the verdict on the window so far;"
                                                        + " the last one stays after its end.",
                                                "none",
                                                Target.now(
                                                        PromQl.ofTheRun("max(yodel_client_verdict" + RUN + ")"), "")),
                                        Map.of(0.0, "#8E8E8E", 1.0, "green", 2.0, "red")),
                                Map.of(0, "not judged yet", 1, "VALID", 2, "SUSPECT")))
                .add(
                        6,
                        4,
                        Panels.names(
                                "Run now",
                                "Which run is this, on which target, and in which phase? Empty when nothing is running.",
                                "nothing is running",
                                Map.of(0.0, "#5794F2"),
                                Target.now(
                                        "max by (name, target, phase) (yodel_run_info{run_id=~\"$run\"})",
                                        "{{name}} on {{target}}: {{phase}}")))
                .add(
                        3,
                        4,
                        Panels.coloured(
                                Panels.noValue(
                                        Panels.stat(
                                                "Plan achieved, whole run",
                                                "How much of what the plan asked for has begun, of the worst request? Below 90 % a run is"
                                                        + " suspect. Empty if the plan has no rate.",
                                                "percentunit",
                                                Target.now(
                                                        PromQl.ofTheRun(
                                                                "min(yodel_client_achieved / (yodel_client_due > 0)"
                                                                        + RUN + ")"),
                                                        "")),
                                        "no rate"),
                                Map.of(0.0, "red", 0.9, "green")))
                .add(
                        4,
                        4,
                        Panels.stat(
                                "Per second now",
                                "How many calls end and how many messages cross per second, now?",
                                "none",
                                Target.now(
                                        PromQl.labelled("what", "calls", "sum(" + ENDED + ")") + " or "
                                                + PromQl.labelled(
                                                        "what",
                                                        "messages",
                                                        "sum(" + PromQl.rate("yodel_client_messages_total") + ")"),
                                        "{{what}}")))
                .add(
                        5,
                        4,
                        Panels.stat(
                                "p99 now",
                                "How long does the slowest hundredth take now: unary calls from their due time to their end, messages on"
                                        + " streams from their due time to their response?",
                                "s",
                                Target.now(
                                        PromQl.labelled(
                                                        "what",
                                                        "unary calls",
                                                        PromQl.clientPercentile(
                                                                0.99,
                                                                "",
                                                                "yodel_client_response_time_seconds{kind=\"UNARY\"}"))
                                                + " or "
                                                + PromQl.labelled(
                                                        "what",
                                                        "round trip",
                                                        PromQl.clientPercentile(
                                                                0.99, "", "yodel_client_message_round_trip_seconds")),
                                        "{{what}}")))
                .add(
                        3,
                        4,
                        Panels.coloured(
                                Panels.stat(
                                        "Failed, whole run",
                                        "Which share of the calls that the result counts failed? Exact from the first failure on.",
                                        "percentunit",
                                        Target.now(
                                                PromQl.ofTheRun(
                                                        "sum(yodel_client_counted_calls_total{outcome=\"failed\"}" + RUN
                                                                + ") / (sum(yodel_client_counted_calls_total{outcome=~\"ok|failed\"}"
                                                                + RUN + ") > 0)"),
                                                "")),
                                Map.of(0.0, "green", 0.01, "red")))
                .add(
                        16,
                        4,
                        Panels.names(
                                "Trust now",
                                "What makes the run suspect? Red is beyond its threshold, over the window so far.",
                                "nothing is running",
                                GOOD_IS_ZERO,
                                Target.now("max by (reason) (yodel_client_verdict_reason" + RUN + ")", "{{reason}}")))
                .add(
                        8,
                        4,
                        Panels.names(
                                "Expectations now",
                                "Does the run meet what was expected of it so far? Empty if nothing was.",
                                "nothing expected",
                                GOOD_IS_ONE,
                                Target.now(
                                        "min by (expectation) (yodel_client_expectation_met" + RUN + ")",
                                        "{{expectation}}")));
    }

    private static void load(DashboardJson dashboard) {
        ObjectNode plan = Panels.graph(
                "Plan against achieved",
                "Does the load follow its plan? Calls begun per second, or messages sent where streams are held open;"
                        + " dashed what is planned. A closed model has no planned rate: its line is 0.",
                "none",
                Target.of("sum by (name, unit) (yodel_client_planned_rate" + MEASURED + ")", "{{name}} planned"),
                Target.of(
                        "sum by (name, unit) (" + PromQl.rate("yodel_client_begun_total") + ")", "{{name}} {{unit}}"));
        dashboard
                .row("Load")
                .add(8, 8, Panels.dashed(plan, "planned"))
                .add(
                        8,
                        8,
                        Panels.graph(
                                "Calls ended per second",
                                "How many calls end per second, by request? Without the calls that the end of the run closes.",
                                "none",
                                Target.of("sum by (name) (" + ENDED + ")", "{{name}}")))
                .add(
                        8,
                        8,
                        Panels.stackedByStatus(
                                "Failures per second",
                                "Which failures happen, by status? Shed is what a server refused because it had enough to do. The line none at 0"
                                        + " says that there are none.",
                                Target.of(PromQl.orNone(FAILED, "status"), "{{status}}")));
    }

    /** Client and server on one axis; the server's own time from its trailers if it is not scraped. */
    static ObjectNode clientAgainstServer() {
        String scraped = PromQl.serverPercentile(
                0.99, "", "grpc_server_processing_duration_seconds{" + SERVED + ", methodType=\"UNARY\"}");
        String reported = PromQl.clientPercentile(0.99, "", "yodel_client_server_time_seconds{kind=\"UNARY\"}");
        return Panels.between(
                Panels.graph(
                        "Client p99 against server p99",
                        "Where is the time of the slowest hundredth of unary calls spent? The area is what the server does not see:"
                                + " network, queues on the way, and waiting in the load generator. The server's line is that of all"
                                + " scraped services, else what servers report in server-timing trailers.",
                        "s",
                        Target.of(
                                PromQl.clientPercentile(0.99, "", "yodel_client_response_time_seconds{kind=\"UNARY\"}"),
                                "client p99"),
                        Target.of(
                                "(" + scraped
                                        + " and on () count(yodel_run_info{run_id=~\"$run\", phase=~\"$phase\"})) or "
                                        + reported,
                                "server p99")),
                "client p99",
                "server p99");
    }

    private static void time(DashboardJson dashboard) {
        String response =
                "sum by (le) (" + PromQl.rate("yodel_client_response_time_seconds_bucket{kind=\"UNARY\"}") + ")";
        String roundTrip = "sum by (le) (" + PromQl.rate("yodel_client_message_round_trip_seconds_bucket") + ")";
        dashboard
                .row("Time")
                .add(8, 8, clientAgainstServer())
                .add(
                        8,
                        8,
                        Panels.heatmap(
                                "Response times",
                                "How are response times distributed, and is there more than one cluster? Of unary calls; of round trips if"
                                        + " the run has none.",
                                Target.of(response + " or " + roundTrip, "{{le}}")))
                .add(
                        8,
                        8,
                        Panels.redAbove(
                                Panels.graph(
                                        "Load generator, of thresholds",
                                        "How near is the load generator to being the bottleneck? Each reading of the window so far, divided by its"
                                                + " threshold: above 100 % the run is suspect.",
                                        "percentunit",
                                        Target.of(
                                                "max by (reason) (yodel_client_threshold_ratio" + RUN + ")",
                                                "{{reason}}")),
                                1));
    }

    private static void streams(DashboardJson dashboard) {
        dashboard
                .row("Streams")
                .add(
                        6,
                        8,
                        Panels.graph(
                                "Calls and streams open",
                                "How many calls and streams are open?",
                                "none",
                                Target.of("sum by (name) (yodel_client_open_calls" + MEASURED + ")", "{{name}}")))
                .add(
                        6,
                        8,
                        Panels.graph(
                                "Messages per second",
                                "How many messages cross per second, by request and direction?",
                                "none",
                                Target.of(
                                        "sum by (name, direction) (" + PromQl.rate("yodel_client_messages_total") + ")",
                                        "{{name}} {{direction}}")))
                .add(
                        6,
                        8,
                        Panels.graph(
                                "Times on streams, p99",
                                "How long until a message is answered, until the first one arrives, and between two? Empty if the run has"
                                        + " no streams.",
                                "s",
                                Target.of(
                                        PromQl.clientPercentile(
                                                0.99, "name", "yodel_client_message_round_trip_seconds"),
                                        "{{name}} round trip"),
                                Target.of(
                                        PromQl.clientPercentile(0.99, "name", "yodel_client_first_message_seconds"),
                                        "{{name}} first message"),
                                Target.of(
                                        PromQl.clientPercentile(0.99, "name", "yodel_client_message_gap_seconds"),
                                        "{{name}} gap")))
                .add(
                        6,
                        8,
                        Panels.table(
                                "Totals, whole run",
                                "What does the result count? Calls due in the measured window, by outcome.",
                                "calls",
                                Target.now(
                                        PromQl.ofTheRun(
                                                "sum by (name, outcome) (yodel_client_counted_calls_total" + RUN + ")"),
                                        "")));
    }
}

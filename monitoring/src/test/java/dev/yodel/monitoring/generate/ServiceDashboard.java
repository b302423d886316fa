package dev.yodel.monitoring.generate;

import static dev.yodel.monitoring.generate.PromQl.RATE;
import static dev.yodel.monitoring.generate.PromQl.SERVED_METHOD;

/** What a gRPC service does, by method, for all callers. Unary calls and streams are never in one percentile. */
final class ServiceDashboard {

    private static final String ENDED = "grpc_server_processing_duration_seconds_count{" + SERVED_METHOD;

    private ServiceDashboard() {}

    static DashboardJson dashboard() {
        DashboardJson dashboard = new DashboardJson(
                "yodel-service",
                "Yodel: 2 gRPC service",
                "What does the service do, method by method, and at what cost?");
        LoadTestDashboard.run(dashboard
                .labelVariable(
                        "method",
                        "Method",
                        "label_values(grpc_server_processing_duration_seconds_count{service!~\\\"grpc[.].*\\\"}, method)",
                        true)
                .labelVariable("run", "Run", "label_values(yodel_run_info, run_id)", true)
                .phases());
        calls(dashboard);
        durations(dashboard);
        rest(dashboard);
        return dashboard;
    }

    private static String rate(String by, String counter) {
        return "sum by (%s) (rate(%s%s))".formatted(by, counter, RATE);
    }

    private static void calls(DashboardJson dashboard) {
        dashboard
                .row("Calls")
                .add(
                        8,
                        8,
                        Panels.graph(
                                "Calls ended per second",
                                "How many calls end per second, by method?",
                                "none",
                                Target.of(rate("method", ENDED + "}"), "{{method}}")))
                .add(
                        8,
                        8,
                        Panels.stackedByStatus(
                                "Calls by status",
                                "How do calls end? OK is green; every other status has its own colour, the same everywhere.",
                                Target.of(rate("statusCode", ENDED + "}"), "{{statusCode}}")))
                .add(
                        8,
                        8,
                        Panels.stackedByStatus(
                                "Failures per second",
                                "Which failures happen, without the scale of OK? The line none at 0 says that there are none.",
                                Target.of(
                                        PromQl.orNoneServed(
                                                rate("statusCode", ENDED + ", statusCode!=\"OK\"}"), "statusCode"),
                                        "{{statusCode}}")));
    }

    private static void durations(DashboardJson dashboard) {
        String unary = "grpc_server_processing_duration_seconds{" + SERVED_METHOD + ", methodType=\"UNARY\"}";
        String streams = "grpc_server_processing_duration_seconds{" + SERVED_METHOD + ", methodType!=\"UNARY\"}";
        dashboard
                .row("Time")
                .add(
                        8,
                        8,
                        Panels.graph(
                                "Time of unary calls",
                                "How long do unary calls that end with OK take in the service?",
                                "s",
                                Target.of(PromQl.serverPercentile(0.5, "method", unary), "{{method}} p50"),
                                Target.of(PromQl.serverPercentile(0.99, "method", unary), "{{method}} p99")))
                .add(
                        8,
                        8,
                        Panels.graph(
                                "Time of streams, p99",
                                "How long are streams open that end with OK? Long streams are no fault. Empty while none ends.",
                                "s",
                                Target.of(PromQl.serverPercentile(0.99, "method", streams), "{{method}}")))
                .add(8, 8, LoadTestDashboard.clientAgainstServer());
    }

    private static void rest(DashboardJson dashboard) {
        String processed = "(sum(rate(grpc_server_requests_received_messages_total" + RATE + "))"
                + " + sum(rate(grpc_server_responses_sent_messages_total" + RATE + ")) > 0)";
        dashboard
                .row("Traffic")
                .add(
                        8,
                        8,
                        Panels.graph(
                                "Calls in flight",
                                "How many calls are in flight, by type? They cost memory, whatever their method.",
                                "none",
                                Target.of("sum by (methodType) (yodel_server_calls_open)", "{{methodType}}")))
                .add(
                        8,
                        8,
                        Panels.graph(
                                "Messages per second",
                                "How many messages does the service receive and send per second?",
                                "none",
                                Target.of(
                                        rate(
                                                "method",
                                                "grpc_server_requests_received_messages_total{" + SERVED_METHOD + "}"),
                                        "{{method}} received"),
                                Target.of(
                                        rate(
                                                "method",
                                                "grpc_server_responses_sent_messages_total{" + SERVED_METHOD + "}"),
                                        "{{method}} sent")))
                .add(
                        8,
                        8,
                        Panels.graph(
                                "Bytes per second",
                                "How many bytes of messages cross the wire per second, compressed?",
                                "Bps",
                                Target.of(
                                        rate("method", "yodel_server_received_bytes_total{" + SERVED_METHOD + "}"),
                                        "{{method}} received"),
                                Target.of(
                                        rate("method", "yodel_server_sent_bytes_total{" + SERVED_METHOD + "}"),
                                        "{{method}} sent")))
                .row("Connections, limits and cost")
                .add(
                        6,
                        8,
                        Panels.graph(
                                "Connections",
                                "How many connections are open, and how many were made per second or failed before they were ready?",
                                "none",
                                Target.of("sum(yodel_server_connections_open)", "open"),
                                Target.of(
                                        "sum(rate(yodel_server_connections_opened_total" + RATE + "))",
                                        "opened per second"),
                                Target.of(
                                        "sum(rate(yodel_server_connections_failed_total" + RATE + "))",
                                        "failed per second")))
                .add(
                        6,
                        8,
                        Panels.graph(
                                "Rejected and shed",
                                "Which calls does the service refuse before they reach their method, per second? The line none at 0 says"
                                        + " that there are none.",
                                "none",
                                Target.of(
                                        PromQl.orNoneServed(rate("kind", "yodel_server_calls_rejected_total"), "kind"),
                                        "{{kind}}")))
                .add(
                        6,
                        8,
                        Panels.stackedByStatus(
                                "Failures on request",
                                "Which of the failures did callers ask for, per second? Alerts leave them out. The line none at 0 says that"
                                        + " there are none.",
                                Target.of(
                                        PromQl.orNoneServed(
                                                rate(
                                                        "statusCode",
                                                        "yodel_server_failures_injected_total{" + SERVED_METHOD + "}"),
                                                "statusCode"),
                                        "{{statusCode}}")))
                .add(
                        6,
                        8,
                        Panels.graph(
                                "CPU per message",
                                "What does a message cost the service? CPU time of its process over messages both ways; empty while there"
                                        + " are none.",
                                "s",
                                Target.of(
                                        "sum(rate(process_cpu_time_ns_total{job=\"yodel-service\"}" + RATE
                                                + ")) / 1e9 / " + processed,
                                        "per message")));
    }
}

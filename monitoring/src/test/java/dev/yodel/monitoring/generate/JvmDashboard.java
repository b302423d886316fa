package dev.yodel.monitoring.generate;

import static dev.yodel.monitoring.generate.PromQl.RATE;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JVMs, processes and machines of both sides. */
final class JvmDashboard {

    private static final String OF = "{job=~\"$job\"}";
    private static final String BY = "sum by (job, instance) ";

    private JvmDashboard() {}

    static DashboardJson dashboard() {
        DashboardJson dashboard = new DashboardJson(
                "yodel-jvm",
                "Yodel: 3 JVM and process",
                "Does memory, garbage collection or CPU limit the service or the load generator?");
        LoadTestDashboard.run(dashboard
                .labelVariable("job", "Side", "label_values(process_uptime_seconds, job)", true)
                .labelVariable("run", "Run", "label_values(yodel_run_info, run_id)", true));
        memory(dashboard);
        cpu(dashboard);
        injector(dashboard);
        return dashboard;
    }

    private static ObjectNode graph(String title, String description, String unit, Target... targets) {
        return Panels.graph(title, description, unit, targets);
    }

    private static Target each(String expr, String what) {
        return Target.of(expr, "{{job}} {{instance}} " + what);
    }

    private static void memory(DashboardJson dashboard) {
        dashboard
                .row("Memory and threads")
                .add(
                        8,
                        8,
                        Panels.dashed(
                                graph(
                                        "Heap",
                                        "Is the heap large enough? Used, and dashed its limit.",
                                        "bytes",
                                        each(BY + "(jvm_memory_used_bytes{job=~\"$job\", area=\"heap\"})", "used"),
                                        // a pool without a limit has -1
                                        each(
                                                "max by (job, instance) (jvm_memory_max_bytes{job=~\"$job\", area=\"heap\"} > 0)",
                                                "largest pool")),
                                "largest pool"))
                .add(
                        8,
                        8,
                        graph(
                                "Memory outside the heap",
                                "Does off-heap memory grow? Direct buffers of both sides, and the transport of the service.",
                                "bytes",
                                each(BY + "(jvm_buffer_memory_used_bytes{job=~\"$job\", id=\"direct\"})", "direct"),
                                each(BY + "(yodel_server_transport_memory_bytes" + OF + ")", "transport")))
                .add(
                        8,
                        8,
                        graph(
                                "Threads",
                                "Does the number of threads grow, and are they blocked?",
                                "none",
                                each(BY + "(jvm_threads_live_threads" + OF + ")", "live"),
                                each(BY + "(jvm_threads_states_threads{job=~\"$job\", state=\"blocked\"})", "blocked")))
                .add(
                        8,
                        8,
                        graph(
                                "Time in GC pauses",
                                "Which share of the time do garbage collection pauses take? Above 5 % a load generator is suspect.",
                                "percentunit",
                                each(BY + "(rate(jvm_gc_pause_seconds_sum" + OF + RATE + "))", "")))
                .add(
                        8,
                        8,
                        graph(
                                "Longest GC pause",
                                "How long is the longest pause of the last minutes? It is part of the slowest latencies.",
                                "s",
                                each("max by (job, instance) (jvm_gc_pause_seconds_max" + OF + ")", "")))
                .add(
                        8,
                        8,
                        Panels.dashed(
                                graph(
                                        "File descriptors",
                                        "Are there enough file descriptors? Each connection takes one; dashed the limit.",
                                        "none",
                                        each(BY + "(process_files_open_files" + OF + ")", "open"),
                                        each(BY + "(process_files_max_files" + OF + ")", "limit")),
                                "limit"));
    }

    private static void cpu(DashboardJson dashboard) {
        dashboard
                .row("CPU")
                .add(
                        12,
                        8,
                        Panels.dashed(
                                graph(
                                        "CPU of the process",
                                        "How many processors does the process use, of those that it may use (dashed)?",
                                        "none",
                                        each(BY + "(rate(process_cpu_time_ns_total" + OF + RATE + ")) / 1e9", "used"),
                                        each(BY + "(system_cpu_count" + OF + ")", "available")),
                                "available"))
                .add(
                        12,
                        8,
                        graph(
                                "CPU of machine or container",
                                "Is the machine full, whoever uses it? In a container with a limit, this is the container.",
                                "percentunit",
                                each(BY + "(system_cpu_usage" + OF + " >= 0)", "")));
    }

    private static void injector(DashboardJson dashboard) {
        dashboard
                .row("Load generator, empty without a run")
                .add(
                        8,
                        8,
                        graph(
                                "Machine of load generator",
                                "Does anything take CPU from the load generator? Of its machine: used by all processes, given to others by"
                                        + " the host, and withheld by a limit.",
                                "percentunit",
                                Target.of(injectorShare("yodel_client_machine_cpu_seconds_total"), "used"),
                                Target.of(injectorShare("yodel_client_stolen_cpu_seconds_total"), "stolen"),
                                Target.of(injectorShare("yodel_client_throttled_cpu_seconds_total"), "throttled")))
                .add(
                        8,
                        8,
                        graph(
                                "Timer and start lag, p99",
                                "How late does the load generator act? Its 10 ms timer, and scheduled calls after their due time; above 10 ms"
                                        + " a run is suspect. Empty for calls without a schedule.",
                                "s",
                                Target.of(
                                        PromQl.percentileOf(
                                                "rate(yodel_client_timer_lag_seconds_bucket" + RATE + ")" + PromQl.RUN),
                                        "timer"),
                                Target.of(
                                        PromQl.percentileOf(
                                                "rate(yodel_client_start_lag_seconds_bucket" + RATE + ")" + PromQl.RUN),
                                        "start of calls")))
                .add(
                        8,
                        8,
                        graph(
                                "Waiting and missing calls",
                                "Do calls wait for a stream of their connection, and are arrivals due that have not begun?",
                                "none",
                                Target.of(
                                        "sum(rate(yodel_client_stream_slot_waits_total" + RATE + ")" + PromQl.RUN + ")",
                                        "waits for a stream per second"),
                                Target.of("sum(yodel_client_missing" + PromQl.RUN + ")", "due, not begun"),
                                Target.of(
                                        "sum(rate(yodel_client_connections_failed_total" + RATE + ")" + PromQl.RUN
                                                + ")",
                                        "failed connections per second")));
    }

    private static String injectorShare(String counter) {
        return "max(rate(%s%s) / (yodel_client_machine_processors > 0)%s)".formatted(counter, RATE, PromQl.RUN);
    }
}

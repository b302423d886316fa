package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.plan.DemoPlan;
import dev.yodel.loadtest.plan.Target;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a demo.
 *
 * @param plan the load
 * @param target the running service to load; null to start one
 * @param out the result folder; null for a new one below {@code yodel-results}
 * @param port gRPC port of the service to start; null for the well-known one or, if taken, any
 * @param metricsPort likewise its HTTP port
 * @param livePort likewise the port of live metrics
 */
record DemoSettings(
        DemoPlan plan,
        @Nullable Target target,
        @Nullable Path out,
        @Nullable Integer port,
        @Nullable Integer metricsPort,
        @Nullable Integer livePort) {}

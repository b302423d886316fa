package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.plan.LoadPlan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a demo is asked for.
 *
 * @param plan the load; its target stands for the service to start where {@code ownService} is set
 * @param ownService whether to start a service, rather than to use the target
 * @param out where to write; null for a new folder below {@code yodel-results}
 * @param port gRPC port of the service to start; null for the well-known one or, if taken, any
 * @param metricsPort likewise its HTTP port
 * @param livePort likewise the port of the injector's own metrics
 */
record DemoSettings(
        LoadPlan plan,
        boolean ownService,
        @Nullable Path out,
        @Nullable Integer port,
        @Nullable Integer metricsPort,
        @Nullable Integer livePort) {}

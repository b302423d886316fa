package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.engine.scenario.DemoSimulation;
import dev.yodel.loadtest.live.LivePort;
import dev.yodel.loadtest.live.TargetFile;
import dev.yodel.loadtest.plan.DemoPlan;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.result.Version;
import dev.yodel.loadtest.target.ServiceProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A demo from start to end: starts a service unless a target is given, and runs the load. It waits for its own service as
 * long as that process lives, and needs no preflight check for it: the service reports that it serves.
 *
 * @param plan the load
 * @param given the running service to load; null to start one
 * @param connectTimeout the time for the first answer of a given service
 * @param goals what is expected of the result
 * @param output where it goes, and the port of live metrics
 * @param port gRPC port of the service to start; null for the well-known one or, if taken, any
 * @param metricsPort likewise its HTTP port
 */
record Demo(
        DemoPlan plan,
        @Nullable Target given,
        Duration connectTimeout,
        Goals goals,
        Output output,
        @Nullable Integer port,
        @Nullable Integer metricsPort) {

    private static final int GRPC_PORT = 50_051;
    private static final int SERVICE_METRICS_PORT = 9_464;

    void run(LoadDriver driver, PrintStream console) throws RunFailedException {
        PortChoice ports = new PortChoice(Stream.of(port, metricsPort, output.livePort())
                .filter(Objects::nonNull)
                .toList());
        int grpc = ports.of("--port", port, GRPC_PORT);
        int metrics = ports.of("--metrics-port", metricsPort, SERVICE_METRICS_PORT);
        LivePort live = ports.live(output.livePort());
        ResultFolder folder = driver.folder(output);
        driver.register(TargetFile.Side.INJECTORS, live.number());
        console.printf(
                "yodel %s demo: %,d chat streams, calls of three other kinds and a chat room, %s after %s of warm-up%n",
                Version.current(), plan.streams(), Durations.format(plan.duration()), Durations.format(plan.warmUp()));
        Target target = given;
        CompletionStage<String> exited = new CompletableFuture<>();
        if (target == null) {
            driver.register(TargetFile.Side.SERVICES, metrics);
            ServiceProcess service = start(driver, grpc, metrics, folder);
            target = started(driver, service, console);
            exited = service.exited();
        } else {
            driver.preflight(target, connectTimeout);
        }
        driver.drive(plan.at(target), goals, output, folder, live, DemoSimulation.class, null, exited);
    }

    private static ServiceProcess start(LoadDriver driver, int port, int metricsPort, ResultFolder folder)
            throws RunFailedException {
        try {
            return driver.resources().open(() -> ServiceProcess.start(port, metricsPort, folder.serviceLog()));
        } catch (IOException e) {
            throw RunFailedException.failed("service: " + e.getMessage());
        }
    }

    private static Target started(LoadDriver driver, ServiceProcess service, PrintStream console)
            throws RunFailedException {
        try {
            ServiceProcess.Started started =
                    service.started().toCompletableFuture().join();
            console.printf(
                    "service  grpc=%s metrics=%s/metrics pid=%d%n", started.target(), started.metrics(), service.pid());
            driver.register(
                    TargetFile.Side.SERVICES, URI.create(started.metrics()).getPort());
            return started.target();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw RunFailedException.failed(String.valueOf((cause == null ? e : cause).getMessage()));
        }
    }
}

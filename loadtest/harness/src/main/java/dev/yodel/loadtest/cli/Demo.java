package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.engine.scenario.DemoSimulation;
import dev.yodel.loadtest.plan.DemoPlan;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.result.Version;
import dev.yodel.loadtest.target.ServiceProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The demo from start to end: starts a service unless a target is given, and runs the load. */
final class Demo {

    private static final int GRPC_PORT = 50_051;
    private static final int SERVICE_METRICS_PORT = 9_464;

    private final DemoSettings settings;
    private final LoadDriver driver;
    private final PrintStream out;
    private final PortChoice ports;
    private CompletionStage<String> serviceExited = new CompletableFuture<>();

    Demo(DemoSettings settings, LoadDriver driver, PrintStream out) {
        this.settings = settings;
        this.driver = driver;
        this.out = out;
        ports = new PortChoice(Stream.of(settings.port(), settings.metricsPort(), settings.livePort())
                .filter(Objects::nonNull)
                .toList());
    }

    void run() throws RunFailedException {
        int port = ports.of("--port", settings.port(), GRPC_PORT);
        int metricsPort = ports.of("--metrics-port", settings.metricsPort(), SERVICE_METRICS_PORT);
        int livePort = ports.of("--live-port", settings.livePort(), LoadDriver.LIVE_PORT);
        ResultFolder folder = driver.folder(settings.out());
        DemoPlan plan = settings.plan();
        out.printf(
                "yodel %s demo: %,d chat streams and calls of three other kinds, %s after %s of warm-up%n",
                Version.current(), plan.streams(), Durations.format(plan.duration()), Durations.format(plan.warmUp()));
        Target target = settings.target() == null ? startService(folder, port, metricsPort) : settings.target();
        driver.preflight(target);
        driver.drive(plan.at(target), folder, livePort, DemoSimulation.class, serviceExited);
    }

    private Target startService(ResultFolder folder, int port, int metricsPort) throws RunFailedException {
        try {
            ServiceProcess service =
                    driver.resources().open(() -> ServiceProcess.start(port, metricsPort, folder.serviceLog()));
            ServiceProcess.Started started =
                    service.started().toCompletableFuture().join();
            serviceExited = service.ended();
            out.printf(
                    "service  grpc=%s metrics=%s/metrics pid=%d%n", started.target(), started.metrics(), service.pid());
            return started.target();
        } catch (IOException e) {
            throw RunFailedException.failed("service: " + e.getMessage());
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw RunFailedException.failed(String.valueOf((cause == null ? e : cause).getMessage()));
        }
    }
}

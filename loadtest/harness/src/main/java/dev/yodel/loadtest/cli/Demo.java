package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.engine.scenario.DemoSimulation;
import dev.yodel.loadtest.plan.DemoPlan;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.result.Version;
import dev.yodel.loadtest.target.ServiceCommandLine;
import dev.yodel.loadtest.target.ServiceProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The demo from start to end: a service of its own unless one is named, load on it, and what came of it. */
final class Demo {

    static final int GRPC_PORT = 50_051;
    static final int SERVICE_METRICS_PORT = 9_464;

    private final DemoSettings settings;
    private final LoadDriver driver;
    private final PrintStream out;
    private final PortChoice ports;
    private CompletionStage<String> serviceEnded = new CompletableFuture<>();

    Demo(DemoSettings settings, LoadDriver driver, PrintStream out) {
        this.settings = settings;
        this.driver = driver;
        this.out = out;
        ports = new PortChoice(Stream.of(settings.port(), settings.metricsPort(), settings.livePort())
                .filter(Objects::nonNull)
                .toList());
    }

    void run() throws CommandFailedException {
        int port = ports.of("--port", settings.port(), GRPC_PORT);
        int metricsPort = ports.of("--metrics-port", settings.metricsPort(), SERVICE_METRICS_PORT);
        int livePort = ports.of("--live-port", settings.livePort(), LoadDriver.LIVE_PORT);
        ResultFolder folder = driver.folder(settings.out());
        LoadPlan plan = settings.plan();
        out.printf(
                "yodel %s demo: %,d chats and calls of three other shapes, for %s after %s of warm-up%n",
                Version.current(),
                plan.request(DemoPlan.CHAT).users(),
                Durations.format(plan.longest()),
                Durations.format(plan.warmUp()));
        if (settings.ownService()) {
            ServiceProcess.Started service = startService(folder, port, metricsPort);
            plan = plan.at(service.target());
        }
        driver.tryOut(plan.target());
        driver.drive(plan, folder, livePort, DemoSimulation.class, serviceEnded);
    }

    private ServiceProcess.Started startService(ResultFolder folder, int port, int metricsPort)
            throws CommandFailedException {
        List<String> command = ServiceCommandLine.of(port, metricsPort);
        try {
            ServiceProcess service = driver.opened().open(() -> ServiceProcess.start(command, folder.serviceLog()));
            ServiceProcess.Started started =
                    service.started().toCompletableFuture().join();
            serviceEnded = service.ended();
            out.printf(
                    "service  grpc=%s metrics=%s/metrics pid=%d%n", started.target(), started.metrics(), service.pid());
            return started;
        } catch (IOException e) {
            throw CommandFailedException.failed("service: " + e.getMessage());
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw CommandFailedException.failed(String.valueOf((cause == null ? e : cause).getMessage()));
        }
    }
}

package dev.yodel.monitoring;

import dev.yodel.v1.Behavior;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.EchoServiceGrpc.EchoServiceBlockingStub;
import dev.yodel.v1.Failure;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A service and the demo's load on it, watched by a real Prometheus from beginning to end. For a while all of the load's
 * calls succeed, while others of our own fail as they asked for. Then the service drains: it
 * takes no new call, so that Prometheus sees the last count of both sides, and cuts what is still open. The load goes on
 * until its calls are seen to fail.
 */
final class MonitoredRun implements AutoCloseable {

    /** The status that our own calls ask for. */
    static final Status.Code PROVOKED = Status.Code.RESOURCE_EXHAUSTED;

    /** How many chats are open at the same time. */
    static final int STREAMS = 50;

    private static final Duration CALM = Duration.ofSeconds(11);

    private static final Duration DRAIN = Duration.ofSeconds(4);

    /** Each step but the calm ends as soon as it is done. */
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private static final Pattern GRPC = Pattern.compile("grpc=(\\S+)\\s");
    private static final Pattern SERVICE_METRICS = Pattern.compile("metrics=http://(\\S+)\\s");
    private static final Pattern INJECTOR_METRICS = Pattern.compile("injector metrics=http://([^/\\s]+)/\\S*\\s");

    private final Deque<Runnable> opened = new ArrayDeque<>();
    private final Path folder;
    private final String grpc;
    private final RunningProgram service;
    private final RunningProgram load;
    private final PrometheusServer prometheus;
    private final Instant begin;
    private final Instant calmEnd;
    private final Instant end;

    private MonitoredRun(String prometheusProgram, Path folder) throws Exception {
        this.folder = folder;
        try {
            service = startService();
            opened.push(service::close);
            grpc = service.await(GRPC, AT_MOST);
            load = startLoad();
            opened.push(load::close);
            prometheus = PrometheusServer.start(
                    prometheusProgram,
                    folder,
                    Map.of(
                            "127.0.0.1:9464", service.await(SERVICE_METRICS, AT_MOST),
                            "127.0.0.1:9465", load.await(INJECTOR_METRICS, AT_MOST)));
            opened.push(prometheus::close);
            begin = Instant.now();
            await("yodel_client_calls_total");
            callInVain(CALM);
            calmEnd = Instant.now();
            service.close();
            await("rate(yodel_client_calls_total{failure_source!~'NONE|CANCELLED'}[5s]) > 0");
            // For the points of a graph, which come once a second.
            TimeUnit.SECONDS.sleep(2);
            end = Instant.now();
            load.close();
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    static MonitoredRun of(String prometheusProgram, Path folder) throws Exception {
        return new MonitoredRun(prometheusProgram, folder);
    }

    PrometheusServer prometheus() {
        return prometheus;
    }

    /** When Prometheus began to scrape. */
    Instant begin() {
        return begin;
    }

    /** The last moment at which the service took calls. */
    Instant calmEnd() {
        return calmEnd;
    }

    /** When the load was stopped. */
    Instant end() {
        return end;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
    }

    private RunningProgram startService() throws IOException {
        return startJava(
                "service.txt",
                Path.of("..", "service", "server", "target", "lib"),
                "dev.yodel.service.Main",
                List.of(
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--metrics-port",
                        "0",
                        "--drain-wait",
                        "0s",
                        "--grace",
                        DRAIN.toSeconds() + "s"));
    }

    private RunningProgram startLoad() throws IOException {
        return startJava(
                "load.txt",
                Path.of("..", "loadtest", "harness", "target", "lib"),
                "dev.yodel.loadtest.Yodel",
                List.of(
                        "demo",
                        "--target=" + grpc,
                        "--streams=" + STREAMS,
                        "--warm-up=1s",
                        // It is stopped before.
                        "--duration=90s",
                        "--live-port=0",
                        "--out=" + folder.resolve("result")));
    }

    private RunningProgram startJava(String output, Path lib, String main, List<String> arguments) throws IOException {
        if (!Files.isDirectory(lib)) {
            throw new AssertionError(lib + " is missing (expected: mvn package built it; try -am)");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A young generation so small that there is garbage collection to see.
                "-XX:+UseParallelGC",
                "-Xmx192m",
                "-Xmn8m",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-cp",
                lib.resolve("*").toString(),
                main));
        command.addAll(arguments);
        return RunningProgram.start(folder.resolve(output), command);
    }

    private void await(String query) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        while (prometheus.series(query).isEmpty()) {
            if (System.nanoTime() - deadline > 0 || !load.isRunning()) {
                throw new AssertionError("no %s within %s:%n%s".formatted(query, AT_MOST, load.output()));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Calls that ask to fail, a few a second, for this long. */
    private void callInVain(Duration duration) throws InterruptedException {
        long deadline = System.nanoTime() + duration.toNanos();
        ManagedChannel channel = Grpc.newChannelBuilder(grpc, InsecureChannelCredentials.create())
                .build();
        EchoServiceBlockingStub echo = EchoServiceGrpc.newBlockingStub(channel);
        EchoRequest request = EchoRequest.newBuilder()
                .setBehavior(Behavior.newBuilder()
                        .setFailure(Failure.newBuilder()
                                .setStatus(com.google.rpc.Status.newBuilder().setCode(PROVOKED.value()))))
                .build();
        try {
            while (System.nanoTime() - deadline < 0) {
                try {
                    echo.withDeadlineAfter(5, TimeUnit.SECONDS).echo(request);
                    throw new AssertionError("OK (expected: " + PROVOKED + ")");
                } catch (StatusRuntimeException e) {
                    if (e.getStatus().getCode() != PROVOKED) {
                        throw e;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } finally {
            channel.shutdownNow();
        }
    }
}

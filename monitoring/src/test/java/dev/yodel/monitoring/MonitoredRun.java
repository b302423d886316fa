package dev.yodel.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yodel.monitoring.PrometheusServer.Series;
import dev.yodel.testing.RunningProgram;
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
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Two runs on a service that its operator lists, scraped by a real Prometheus from beginning to end. The first is a healthy
 * demo, during which others call the service and ask to fail. The second has stages, and one call in twenty fails. Both
 * register with Prometheus and leave it. At last the service is stopped.
 */
final class MonitoredRun implements AutoCloseable {

    /** The status that our own calls ask for. */
    static final Status.Code PROVOKED = Status.Code.DATA_LOSS;

    /** How many chats are open at the same time. */
    static final int STREAMS = 30;

    private static final Duration AT_MOST = Duration.ofSeconds(150);
    private static final Pattern GRPC = Pattern.compile("grpc=(\\S+)\\s");
    private static final Pattern SERVICE_METRICS = Pattern.compile("metrics=http://(\\S+)\\s");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Deque<Runnable> opened = new ArrayDeque<>();
    private final Path folder;
    private final Path targets;
    private final String grpc;
    private final PrometheusServer prometheus;
    private final Run demo;
    private final Run failing;
    private final Instant after;

    private MonitoredRun(String prometheusProgram, Path folder, Duration duration, Watcher watcher) throws Exception {
        this.folder = folder;
        try {
            RunningProgram service = startService();
            opened.push(service::close);
            grpc = service.await(GRPC, AT_MOST);
            prometheus = PrometheusServer.start(prometheusProgram, folder);
            opened.push(prometheus::close);
            targets = PrometheusServer.targets(folder);
            Path listed = Files.writeString(
                    targets.resolve("services-mine.json"), """
                    [{"targets": ["%s"], "labels": {"lifetime": "stays"}}]
                    """.formatted(service.await(SERVICE_METRICS, AT_MOST)));
            await("grpc_server_processing_duration_seconds_count or up{job='yodel-service'} == 1");

            demo = run(
                    "demo",
                    0,
                    () -> {
                        callInVain(Duration.ofSeconds(6));
                        watcher.watch(prometheus);
                    },
                    List.of(
                            "demo",
                            "--target=" + grpc,
                            "--streams=" + STREAMS,
                            "--warm-up=8s",
                            "--duration=" + duration.toSeconds() + "s"));
            failing = run(
                    "failing",
                    3,
                    () -> {},
                    List.of(
                            "load",
                            grpc,
                            "--call=yodel.v1.EchoService/Echo",
                            "--data={\"message\": \"x\", \"behavior\": {\"failure\": {\"ratio\": 0.05,"
                                    + " \"status\": {\"code\": 14}}}}",
                            "--rate=0..40/3s, 40/20s",
                            "--warm-up=0s",
                            "--expect=failed < 1%"));
            service.close();
            Files.delete(listed);
            Awaitility.await()
                    .atMost(AT_MOST)
                    .until(() -> prometheus.scraped("yodel-service").isEmpty());
            // A rate over 4 s has none of their samples.
            TimeUnit.SECONDS.sleep(7);
            after = Instant.now();
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    static MonitoredRun of(String prometheusProgram, Path folder) throws Exception {
        return new MonitoredRun(prometheusProgram, folder, Duration.ofSeconds(14), prometheus -> {});
    }

    /** With a demo that takes so long, and is watched while it is measured. */
    static MonitoredRun of(String prometheusProgram, Path folder, Duration demo, Watcher watcher) throws Exception {
        return new MonitoredRun(prometheusProgram, folder, demo, watcher);
    }

    PrometheusServer prometheus() {
        return prometheus;
    }

    /** A healthy demo of all kinds of calls. */
    Run demo() {
        return demo;
    }

    /** Unary calls in two stages, of which a twentieth fails. */
    Run failing() {
        return failing;
    }

    /** Some seconds after everything has ended. */
    Instant after() {
        return after;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
    }

    private Run run(String name, int code, Interruptible meanwhile, List<String> arguments) throws Exception {
        Path result = folder.resolve(name);
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--live-port=" + freePort(), "--name=" + name, "--out=" + result));
        Instant begin = Instant.now();
        try (RunningProgram load = startJava(
                name + ".txt",
                Path.of("..", "loadtest", "harness", "target", "lib"),
                "dev.yodel.loadtest.Yodel",
                all)) {
            Awaitility.await().atMost(AT_MOST).until(() -> {
                if (!load.isRunning()) {
                    throw new AssertionError("the load ended (expected: running):\n" + load.output());
                }
                return !prometheus
                        .series("yodel_run_info{name='%s', phase='measuring'}".formatted(name))
                        .isEmpty();
            });
            meanwhile.run();
            int ended = load.awaitEnd(AT_MOST);
            // The demo has no expectation of its own; 4 is a run on a busy machine.
            if (ended != code && !(code == 3 && ended == 4)) {
                throw new AssertionError("exit code %d (expected: %d):%n%s".formatted(ended, code, load.output()));
            }
        }
        Awaitility.await()
                .atMost(AT_MOST)
                .until(() -> prometheus.scraped("yodel-injector").isEmpty());
        Series measured = prometheus
                .range("yodel_run_info{name='%s', phase='measuring'}".formatted(name), begin, Instant.now())
                .get(0);
        JsonNode json = JSON.readTree(result.resolve("result.json").toFile());
        return new Run(
                String.valueOf(measured.labels().get("run_id")),
                moment(measured.times().get(0)),
                moment(measured.times().get(measured.times().size() - 1)),
                Instant.now(),
                json);
    }

    /** A port that is known before the program listens on it, as the usual one is. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Instant moment(double seconds) {
        return Instant.ofEpochMilli(Math.round(seconds * 1_000));
    }

    private RunningProgram startService() throws IOException {
        return startJava(
                "service.txt",
                Path.of("..", "service", "server", "target", "lib"),
                "dev.yodel.service.Main",
                List.of("--host", "127.0.0.1", "--port", "0", "--metrics-port", "0", "--drain-wait", "0s"));
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
                "-Xmn16m",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-cp",
                lib.resolve("*").toString(),
                main));
        command.addAll(arguments);
        ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
        program.environment()
                .put("YODEL_TARGETS", PrometheusServer.targets(folder).toString());
        return RunningProgram.start(folder.resolve(output), program);
    }

    private void await(String query) {
        Awaitility.await().atMost(AT_MOST).until(() -> !prometheus.series(query).isEmpty());
    }

    /** Calls that ask to fail, a few a second: for this long, and one in any case, as the first takes long. */
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
            do {
                try {
                    echo.withDeadlineAfter(30, TimeUnit.SECONDS).echo(request);
                    throw new AssertionError("OK (expected: " + PROVOKED + ")");
                } catch (StatusRuntimeException e) {
                    if (e.getStatus().getCode() != PROVOKED) {
                        throw e;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(100);
            } while (System.nanoTime() - deadline < 0);
        } finally {
            channel.shutdownNow();
        }
    }

    /** Who looks at the demo while it is measured. */
    interface Watcher {
        void watch(PrometheusServer prometheus) throws Exception;
    }

    /** What is done while a run is measured. */
    private interface Interruptible {
        void run() throws Exception;
    }

    /**
     * A run that has ended.
     *
     * @param id its id
     * @param from the first scrape of its window
     * @param to the last scrape of its window
     * @param end when its process had ended
     * @param result its result.json
     */
    record Run(String id, Instant from, Instant to, Instant end, JsonNode result) {

        /** Whether its load generator was healthy. */
        boolean valid() {
            return result.path("verdict").path("status").asText().equals("VALID");
        }

        /** How long its window was. */
        double seconds() {
            return result.path("window").path("seconds").asDouble();
        }

        /** When its window began, in seconds since 1970. */
        double windowStart() {
            return Instant.parse(result.path("window").path("start").asText()).toEpochMilli() / 1e3;
        }

        JsonNode request(String name) {
            for (JsonNode request : result.path("requests")) {
                if (request.path("name").asText().equals(name)) {
                    return request;
                }
            }
            throw new AssertionError("no request " + name + " in " + result.path("requests"));
        }
    }
}

package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.testing.OutsideProgram;
import dev.yodel.testing.RunningProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code yodel monitor} with the programs that are on the PATH: a real Prometheus; of Grafana, only what it is given. */
class ITStart {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    /** Programs of the system that the script needs. */
    private static final List<String> TOOLS =
            List.of("sh", "dirname", "basename", "mktemp", "grep", "sleep", "tail", "sed", "head", "rm", "mkdir");

    @TempDir
    Path folder;

    @Test
    void prometheus_alone_has_links_to_the_right_queries_and_ends_at_ctrl_c() throws Exception {
        linkPrometheus();
        int port = freePort();
        try (RunningProgram start = start("--prometheus-port", String.valueOf(port))) {
            start.await(Pattern.compile("(?m)^ready; Ctrl-C ends it$"), AT_MOST);

            assertThat(start.output())
                    .contains(
                            "prometheus: http://127.0.0.1:%d, alerts".formatted(port),
                            "no grafana on the PATH (expected: 7.5 or newer");
            List<String> links = Pattern.compile("http://\\S+/graph\\?\\S+expr=(\\S+)")
                    .matcher(start.output())
                    .results()
                    .map(link -> link.group(1))
                    .toList();
            assertThat(links).hasSize(5);
            for (String query : links) {
                assertThat(status(port, "/api/v1/query?query=" + query))
                        .as(query)
                        .isEqualTo(200);
            }
            List<ProcessHandle> children = start.children();
            assertThat(children).isNotEmpty();

            int code = start.interrupt();

            assertThat(start.awaitEnd(AT_MOST)).isEqualTo(code);
            Awaitility.await().atMost(AT_MOST).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    /** A terminal that is closed, a reader of a pipe that ends, an end by another program. */
    @ParameterizedTest
    @CsvSource({"HUP, 129", "PIPE, 141", "TERM, 143"})
    void no_program_is_left_by_another_signal(String signal, int code) throws Exception {
        linkPrometheus();
        try (RunningProgram start = start("--prometheus-port", String.valueOf(freePort()))) {
            start.await(Pattern.compile("(?m)^ready; Ctrl-C ends it$"), AT_MOST);
            List<ProcessHandle> children = start.children();
            assertThat(children).isNotEmpty();

            start.signal(signal);

            assertThat(start.awaitEnd(AT_MOST)).isEqualTo(code);
            Awaitility.await().atMost(AT_MOST).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    /** A stand-in for Grafana writes down what it was given. */
    @Test
    void grafana_is_provisioned_for_where_the_files_are() throws Exception {
        linkPrometheus();
        int port = freePort();
        fake("grafana-server", """
                #!/bin/sh
                if [ "${1:-}" = -v ]; then echo 'Version 7.5.17 (commit: abc, branch: HEAD)'; exit; fi
                env | grep '^GF_' >"%1$s/env"
                cp -r "$GF_PATHS_PROVISIONING" "%1$s/provisioning"
                echo 'msg="HTTP Server Listen"'
                exec sleep 60
                """.formatted(folder));
        try (RunningProgram start = start("--prometheus-port", String.valueOf(port), "--grafana-port", "3999")) {
            start.await(Pattern.compile("(?m)^ready; Ctrl-C ends it$"), AT_MOST);

            assertThat(start.output()).contains("dashboards: http://127.0.0.1:3999/d/yodel-load-test?");
            assertThat(Files.readString(folder.resolve("env")))
                    .contains("GF_SERVER_HTTP_ADDR=127.0.0.1\n", "GF_SERVER_HTTP_PORT=3999\n")
                    .contains("GF_AUTH_ANONYMOUS_ORG_ROLE=Editor\n");
            assertThat(Yaml.read(folder.resolve("provisioning/datasources/prometheus.yml")
                                    .toString())
                            .path("datasources")
                            .path(0)
                            .path("url")
                            .asText())
                    .isEqualTo("http://127.0.0.1:" + port);
            Path dashboards = Path.of(Yaml.read(
                            folder.resolve("provisioning/dashboards/yodel.yml").toString())
                    .path("providers")
                    .path(0)
                    .path("options")
                    .path("path")
                    .asText());
            assertThat(dashboards.resolve("yodel-load-test.json")).isRegularFile();
        }
    }

    @Test
    void an_old_grafana_is_named_and_not_started() throws Exception {
        linkPrometheus();
        fake("grafana-server", """
                #!/bin/sh
                echo 'Version 7.3.10 (commit: abc, branch: HEAD)'
                """);
        try (RunningProgram start = start("--prometheus-port", String.valueOf(freePort()))) {
            start.await(Pattern.compile("(?m)^ready; Ctrl-C ends it$"), AT_MOST);

            assertThat(start.output()).contains("grafana is 7.3 (expected: 7.5 or newer");
        }
    }

    @Test
    void a_missing_prometheus_is_named_with_how_to_get_it() throws Exception {
        tools();
        try (RunningProgram start = start()) {
            assertThat(start.awaitEnd(AT_MOST)).isEqualTo(1);
            assertThat(start.output())
                    .isEqualTo(
                            "yodel monitor: no prometheus on the PATH (expected: 2.42 or newer; apt-get install prometheus, or"
                                    + " https://prometheus.io/download)\n");
        }
    }

    @Test
    void a_port_that_is_in_use_ends_it_with_the_reason() throws Exception {
        linkPrometheus();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningProgram start = start("--prometheus-port", String.valueOf(taken.getLocalPort()))) {
            assertThat(start.awaitEnd(AT_MOST)).isEqualTo(1);
            assertThat(start.output()).contains("yodel monitor: prometheus ended: ", "address already in use");
        }
    }

    @Test
    void bad_input_is_one_line_and_exit_code_2() throws Exception {
        tools();
        for (List<String> arguments : List.of(
                List.of("--prometheus-port", "0"),
                List.of("--grafana-port", "x"),
                List.of("--data"),
                List.of("--what"))) {
            try (RunningProgram start = start(arguments.toArray(String[]::new))) {
                assertThat(start.awaitEnd(AT_MOST)).isEqualTo(2);
                assertThat(start.output()).startsWith("yodel monitor: ").hasLineCount(1);
            }
        }
    }

    private RunningProgram start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", Path.of("start").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
        program.environment().put("PATH", folder.resolve("bin").toString());
        return RunningProgram.start(folder.resolve("output.txt"), program);
    }

    private void linkPrometheus() throws IOException {
        Path prometheus = new OutsideProgram().program("prometheus");
        tools();
        Files.createSymbolicLink(folder.resolve("bin/prometheus"), prometheus.toAbsolutePath());
        for (String more : List.of("env", "cp")) {
            Files.createSymbolicLink(folder.resolve("bin").resolve(more), new OutsideProgram().program(more));
        }
    }

    /** A PATH with nothing but what every system has. */
    private void tools() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(bin.resolve(tool), new OutsideProgram().program(tool));
        }
    }

    private void fake(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve("bin").resolve(name), script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static int status(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(AT_MOST)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.info.Version;
import dev.yodel.service.testing.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as its users start it: its lines and its exit codes. */
class ITMain {

    @Test
    void says_in_one_line_where_it_serves_and_ends_well_on_sigterm() throws InterruptedException {
        try (ServiceProcess service = ServiceProcess.serve("--drain-wait", "0s")) {
            assertThat(service.startLine().group("version")).isEqualTo(Version.current());
            assertThat(service.startLine().group("jdk")).isEqualTo(System.getProperty("java.version"));
            assertThat(service.grpcTarget()).matches("127\\.0\\.0\\.1:[1-9]\\d+");
            assertThat(new Scrape(service.metricsUrl()).get("/readyz").statusCode())
                    .isEqualTo(200);

            service.terminate();

            assertThat(service.exitCode()).isZero();
            assertThat(service.out()).hasSize(2).contains("yodel draining open=0 wait=0ms grace=10000ms");
            assertThat(service.out().get(1)).matches("yodel drained after=\\d+ms cut=0");
            assertThat(service.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"port, metrics-port", "metrics-port, port"})
    void a_busy_port_is_one_line_and_exit_code_1(String busy, String free) throws IOException, InterruptedException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                ServiceProcess service = ServiceProcess.run(
                        "--host", "127.0.0.1", "--" + busy, "" + socket.getLocalPort(), "--" + free, "0")) {
            assertThat(service.exitCode()).isEqualTo(1);
            assertThat(service.err())
                    .containsExactly("yodel: " + busy + ": 127.0.0.1:" + socket.getLocalPort()
                            + " is in use (expected: a free port; 0 picks one)");
            assertThat(service.out()).isEmpty();
        }
    }

    @Test
    void a_host_that_is_not_here_is_one_line_and_exit_code_1() throws InterruptedException {
        try (ServiceProcess service = ServiceProcess.run("--host", "no such host", "--port", "0")) {
            assertThat(service.exitCode()).isEqualTo(1);
            assertThat(service.err())
                    .containsExactly("yodel: host: no such host (expected: an address of this machine)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 70000       | yodel: --port: 70000 (expected: 0 to 65535) (see --help)",
                "--port many        | yodel: --port: many (expected: 0 to 65535) (see --help)",
                "--grace 10         | yodel: --grace: 10 (expected: 0s to 1h) (see --help)",
                "--porte 1          | yodel: unknown option: --porte (see --help)",
                "--port             | yodel: Missing required parameter for option '--port' (VALUE) (see --help)",
                "--config no-such   | yodel: --config: no-such (expected: a readable properties file) (see --help)",
            })
    void a_bad_setting_is_one_line_and_exit_code_2(String flags, String line) throws InterruptedException {
        try (ServiceProcess service = ServiceProcess.run(flags.split(" "))) {
            assertThat(service.exitCode()).isEqualTo(2);
            assertThat(service.err()).containsExactly(line);
            assertThat(service.out()).isEmpty();
        }
    }

    @Test
    void a_bad_variable_is_named_as_such() throws InterruptedException {
        try (ServiceProcess service = ServiceProcess.run(Map.of("YODEL_METRICS_PORT", "-1"))) {
            assertThat(service.exitCode()).isEqualTo(2);
            assertThat(service.err())
                    .containsExactly("yodel: YODEL_METRICS_PORT: -1 (expected: 0 to 65535) (see --help)");
        }
    }

    @Test
    void reads_variables_and_a_file(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("yodel.properties"), "metrics-port=0\nport=1\nhost=127.0.0.1\n");
        try (ServiceProcess service = ServiceProcess.run(Map.of("YODEL_CONFIG", file.toString(), "YODEL_PORT", "0"))) {
            assertThat(service.grpcTarget()).matches("127\\.0\\.0\\.1:[1-9]\\d+");
        }
    }

    @Test
    void prints_every_setting_and_no_secret() throws InterruptedException {
        String secret = "https://user:pass@issuer.test/keys?key=pass";
        try (ServiceProcess service = ServiceProcess.run(
                Map.of("YODEL_GRACE", "3s"),
                "--print-settings",
                "--port=7",
                "--jwks=" + secret,
                "--jwt-issuer=i",
                "--jwt-audience=a")) {
            assertThat(service.exitCode()).isZero();
            assertThat(service.out())
                    .contains("host=localhost", "port=7", "grace=3s", "tls-client-auth=none")
                    .contains("jwks=https://<redacted>@issuer.test/keys?<redacted>");
        }
    }

    @Test
    void help_and_version_go_to_stdout() throws InterruptedException {
        try (ServiceProcess help = ServiceProcess.run("--help");
                ServiceProcess version = ServiceProcess.run("--version")) {
            assertThat(help.exitCode()).isZero();
            assertThat(String.join(" ", help.out()).replaceAll(" +", " "))
                    .contains("--metrics-port=VALUE", "Default: 9464 (0 to 65535)", "YODEL_METRICS_PORT");
            assertThat(version.exitCode()).isZero();
            assertThat(version.out()).containsExactly("yodel " + Version.current());
        }
    }
}

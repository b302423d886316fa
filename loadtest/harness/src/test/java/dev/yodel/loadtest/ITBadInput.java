package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the real program reports failures: one line, and an exit code. */
class ITBadInput {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--colour                | unknown option: --colour",
                "--port 70000            | --port: 70000 (expected: 0 to 65535)",
                "--port many             | --port: many (expected: 0 to 65535)",
                "--live-port -1          | --live-port: -1 (expected: 0 to 65535)",
                "--streams many          | --streams: 'many' is not an int",
                "--streams 0             | --streams: 0 (expected: 1 to 100000)",
                "--duration 0            | --duration: 0 (expected: a time such as 500ms, 10s, 2m, 1m30s or 1h)",
                "--duration 0s           | --duration: 0s (expected: 1ms to 720h)",
                "--warm-up 2h            | --warm-up: 2h (expected: 0s to 1h)",
                "--target nowhere        | --target: nowhere (expected: host:port with a port of 1 to 65535, dns:///host:port, unix:path or ipv4:address:port)",
                "--target a:1 --port 1   | --port: cannot be combined with --target, which starts no service (expected: one of the two)",
                "--connect-timeout 0s    | --connect-timeout: 0s (expected: 1ms to 1h)",
                "--out                   | Missing required parameter for option '--out' (DIR)",
                "and more                | Unmatched arguments from index 1: 'and', 'more'"
            })
    void bad_flags(String flags, String line) throws Exception {
        Refusals.Ended ended = Refusals.run(("demo " + flags).split(" "));

        assertThat(ended).isEqualTo(new Refusals.Ended(2, "", "yodel: " + line + " (see ./yodel demo --help)\n"));
        Refusals.assertNothingLeft();
    }

    /** Its value would be taken for the target. */
    @Test
    void an_unknown_option_before_its_value() throws Exception {
        assertFails(2, "unknown option: --rps (did you mean --rate?) (see ./yodel load --help)", "load", "--rps", "5");
    }

    @Test
    void unknown_command() throws Exception {
        assertFails(2, "Unmatched argument at index 0: 'sing' (see ./yodel --help)", "sing");
    }

    @Test
    void no_command() throws Exception {
        assertFails(2, "Missing required subcommand (see ./yodel --help)");
    }

    @Test
    void nothing_listens_at_the_target() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertFails(
                2,
                "target 127.0.0.1:%d: connection refused (expected: a gRPC server in plaintext HTTP/2)".formatted(port),
                "demo",
                "--target",
                "127.0.0.1:" + port);
    }

    @Test
    void target_never_answers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String target = "127.0.0.1:" + silent.getLocalPort();
            String[] calls = {"demo --target " + target, "load " + target + " --call a.B/C"};
            for (String call : calls) {
                assertFails(
                        2,
                        ("target %s: no answer within 300ms (expected: a gRPC server in plaintext HTTP/2, or a longer"
                                        + " --connect-timeout)")
                                .formatted(target),
                        (call + " --connect-timeout 300ms").split(" "));
            }
        }
    }

    @Test
    void target_is_unknown() throws Exception {
        assertFails(
                2,
                "target no-such-host.invalid:1: unknown host (expected: a gRPC server in plaintext HTTP/2)",
                "demo",
                "--target",
                "no-such-host.invalid:1");
    }

    @Test
    void target_is_no_grpc_server() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        try {
            int port = server.getAddress().getPort();
            assertFails(
                    2,
                    "target 127.0.0.1:%d: an HTTP/1 server (expected: a gRPC server in plaintext HTTP/2)"
                            .formatted(port),
                    "demo",
                    "--target",
                    "127.0.0.1:" + port);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void folder_cannot_be_written_to() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertFails(
                2,
                "--out: %s (expected: a writable folder)".formatted(file.resolve("results")),
                "demo",
                "--out",
                file.resolve("results").toString());
    }

    @Test
    void folder_has_an_earlier_result() throws Exception {
        Path out = Files.createDirectory(folder.resolve("earlier"));
        Path result = Files.writeString(out.resolve("result.json"), "of an earlier run");

        assertFails(
                2,
                "--out: %s has an earlier result (expected: a new or empty folder, or --overwrite)".formatted(out),
                "demo",
                "--out",
                out.toString());

        assertThat(result).hasContent("of an earlier run");
    }

    @Test
    void folder_has_no_name() throws Exception {
        assertFails(2, "--out: '' (expected: a writable folder)", "demo", "--out", "");
    }

    @Test
    void port_asked_for_is_taken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertFails(1, "--port: %s is in use (expected: a free port)".formatted(port), "demo", "--port", port);
            assertFails(
                    1,
                    "--live-port: %s is in use (expected: a free port)".formatted(port),
                    "demo",
                    "--live-port",
                    port);
        }
    }

    @Test
    void service_does_not_start() throws Exception {
        Path lib = Files.createDirectory(folder.resolve("empty"));
        try (Program program = Program.start(
                lib.toString(), folder, "demo", "--out", folder.resolve("o").toString())) {
            assertThat(program.exit()).isEqualTo(1);
            assertThat(program.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("yodel: service exited with code 1 (expected: still running): ");
        }
    }

    @Test
    void service_dies_in_the_middle() throws Exception {
        try (Program program = Program.start(
                folder,
                "demo",
                "--duration",
                "1m",
                "--warm-up",
                "0s",
                "--streams",
                "100",
                "--port",
                "0",
                "--metrics-port",
                "0",
                "--live-port",
                "0",
                "--out",
                folder.resolve("o").toString())) {
            program.awaitOutput(Pattern.compile(" 0:0[2-9] ")); // a busy machine may skip a second
            program.service().destroyForcibly();

            assertThat(program.exit()).isEqualTo(1);
            assertThat(program.err().strip())
                    .isEqualTo("yodel: service exited with code 137 (expected: still running)");
            assertThat(program.out()).contains("verdict: ", "failed: ", "from CONNECTION", "results: ");
        }
    }

    @Test
    void help_is_no_failure() throws Exception {
        try (Program program = Program.start(folder, "demo", "--help")) {
            assertThat(program.exit()).isZero();
            assertThat(program.out()).contains("Usage: ./yodel demo", "--duration=TIME", "--streams=N");
        }
    }

    private void assertFails(int exitCode, String line, String... arguments) throws Exception {
        try (Program program = Program.start(folder, arguments)) {
            assertThat(program.exit()).as(program.err()).isEqualTo(exitCode);
            assertThat(program.err()).isEqualTo("yodel: " + line + "\n");
        }
        assertThat(folder.resolve("yodel-results")).as("leaves nothing behind").doesNotExist();
    }
}

package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.testing.OutsideProgram;
import dev.yodel.testing.RunningProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loads through a real tinyproxy, with and without credentials. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class ITProxy {

    private static final String[] CALLS = {"--call", "grpc.health.v1.Health/Check", "--users", "2", "--count", "20"};

    @TempDir
    Path folder;

    private final List<RunningProgram> proxies = new ArrayList<>();
    private RecordingServer server;
    private Path open;
    private Path closed;
    private int openPort;
    private int closedPort;

    @BeforeAll
    void start(@TempDir Path logs) throws Exception {
        Path program = new OutsideProgram().program("tinyproxy");
        server = new RecordingServer();
        open = Files.createDirectory(logs.resolve("open"));
        closed = Files.createDirectory(logs.resolve("closed"));
        openPort = start(program, open, "");
        closedPort = start(program, closed, "BasicAuth ann secret\n");
    }

    private int start(Path program, Path own, String more) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path settings = Files.writeString(
                own.resolve("tinyproxy.conf"), "Port %d%nListen 127.0.0.1%nLogLevel Info%n%s".formatted(port, more));
        proxies.add(RunningProgram.start(
                own.resolve("log"),
                new ProcessBuilder(program.toString(), "-d", "-c", settings.toString()).redirectErrorStream(true)));
        proxies.get(proxies.size() - 1).await(Pattern.compile("(Starting main loop)"), Duration.ofSeconds(30));
        return port;
    }

    @AfterAll
    void end() {
        proxies.forEach(RunningProgram::kill);
        server.close();
    }

    @Test
    void without_credentials() throws Exception {
        assertMeasures("http://127.0.0.1:" + openPort);
        assertThat(Files.readString(open.resolve("log"))).contains("CONNECT " + server.target());
    }

    @Test
    void with_credentials() throws Exception {
        assertMeasures("http://ann:secret@127.0.0.1:" + closedPort);
    }

    @Test
    void credentials_are_missing_or_wrong() throws Exception {
        String answer = "target %s: the proxy 127.0.0.1:%d %s (expected: --proxy http://user:password@host:port)";
        new LoadProgram(server.target(), folder)
                .assertRefused(
                        answer.formatted(server.target(), closedPort, "requires a user"),
                        with("--proxy", "http://127.0.0.1:" + closedPort));
        new LoadProgram(server.target(), folder)
                .assertRefused(
                        answer.formatted(server.target(), closedPort, "does not accept the user"),
                        with("--proxy", "http://ann:wrong@127.0.0.1:" + closedPort));
    }

    /** The name exists nowhere: only the proxy is asked to resolve it. */
    @Test
    void the_environment_names_the_proxy() throws Exception {
        try (Program program = Program.start(
                folder,
                java.util.Map.of("https_proxy", "http://127.0.0.1:" + openPort),
                with(new String[] {"load", "service.invalid:443"}))) {
            assertThat(program.exit()).isEqualTo(2);
            assertThat(program.err())
                    .startsWith(
                            "yodel: target service.invalid:443: the proxy 127.0.0.1:%d refuses: ".formatted(openPort));
        }
        assertThat(Files.readString(open.resolve("log"))).contains("CONNECT service.invalid:443");
    }

    @Test
    void nothing_listens_at_the_proxy() throws Exception {
        new LoadProgram(server.target(), folder)
                .assertRefused(
                        "target %s: connection refused".formatted(server.target()), with("--proxy", "127.0.0.1:1"));
    }

    private void assertMeasures(String proxy) throws Exception {
        JsonNode call = new LoadProgram(server.target(), folder).measure(with("--proxy", proxy));
        assertThat(call.at("/statuses/OK").asLong()).isEqualTo(20);
    }

    private static String[] with(String... flags) {
        List<String> all = new ArrayList<>();
        boolean command = flags.length > 0 && flags[0].equals("load");
        all.addAll(command ? List.of(flags) : List.of());
        all.addAll(List.of(CALLS));
        all.addAll(command ? List.of() : List.of(flags));
        return all.toArray(String[]::new);
    }
}

package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yodel.loadtest.target.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Single calls of the real service by the real program. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class ITCall {

    @TempDir
    Path folder;

    private ServiceProcess service;
    private String target;

    @BeforeAll
    void startService(@TempDir Path logs) throws Exception {
        System.setProperty("yodel.service.lib", Program.serviceLib());
        service = ServiceProcess.start(0, 0, logs.resolve("service.log"));
        target = service.started()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .target()
                .toString();
    }

    @AfterAll
    void endService() {
        if (service != null) {
            service.close();
        }
    }

    @Test
    void unary_call_prints_the_response_apart_from_headers_status_and_times() throws Exception {
        try (Program call = call("yodel.v1.GreetingService/Greet", "--data", "{\"name\": \"Zoë\"}")) {
            assertThat(call.exit()).as(call.err()).isZero();
            assertThat(json(call.out()).at("/greeting").asText()).isEqualTo("Hello, Zoë!");
            assertThat(call.err())
                    .startsWith("headers of " + target + ":\n")
                    .contains("\n  content-type: application/grpc\n", "\nstatus: OK\n")
                    .containsPattern(
                            Pattern.compile("\\ntime: \\S+ m?s \\(connect .*, first response .*, rest .*\\)\\n$"));
        }
    }

    @Test
    void server_stream_prints_each_message() throws Exception {
        try (Program call = call(
                "yodel.v1.EchoService/Expand", "--data", "{\"message\": \"a\", \"count\": 3}", "--timeout", "30s")) {
            assertThat(call.exit()).as(call.err()).isZero();
            assertThat(call.out().split("(?m)^\\{$")).hasSize(3 + 1);
        }
    }

    @Test
    void array_is_sent_on_a_client_stream() throws Exception {
        try (Program call =
                call("yodel.v1.EchoService/Collect", "-d", "[{\"message\": \"a\"}, {\"message\": \"b\"}]")) {
            assertThat(call.exit()).as(call.err()).isZero();
            assertThat(json(call.out()).at("/count").asText()).isEqualTo("2");
        }
    }

    /** The first response is there before the second request is typed. */
    @Test
    void bidi_stream_is_a_conversation() throws Exception {
        try (Program call = call("yodel.v1.EchoService/Chat")) {
            call.type("{\"message\": \"first\"}\n");
            call.awaitOutput("\"first\"");
            call.type("{\"message\":\n \"second\"}");
            call.awaitOutput("\"second\"");
            call.input("");

            assertThat(call.exit()).as(call.err()).isZero();
        }
    }

    @Test
    void failed_call_prints_status_and_details_and_exits_with_1() throws Exception {
        try (Program call = call(
                "yodel.v1.EchoService/Echo",
                "--data",
                "{\"message\": \"x\", \"behavior\": {\"failure\": {\"status\": {\"code\": 5, \"message\": \"no such thing\","
                        + " \"details\": [{\"@type\": \"type.googleapis.com/google.rpc.RequestInfo\", \"requestId\": \"7\"}]}}}}")) {
            assertThat(call.exit()).as(call.err()).isEqualTo(1);
            assertThat(call.out()).isEmpty();
            assertThat(call.err())
                    .contains("\nstatus: NOT_FOUND: no such thing\n", "\ndetail: {", "\"requestId\":\"7\"");
        }
    }

    @Test
    void deadline_is_a_status() throws Exception {
        try (Program call = call(
                "yodel.v1.EchoService/Echo",
                "--data",
                "{\"message\": \"x\", \"behavior\": {\"headerDelay\": {\"fixed\": \"60s\"}}}",
                "--timeout",
                "200ms")) {
            assertThat(call.exit()).as(call.err()).isEqualTo(1);
            assertThat(call.err()).contains("status: DEADLINE_EXCEEDED");
        }
    }

    @Test
    void lists_and_describes_methods() throws Exception {
        try (Program list = call()) {
            assertThat(list.exit()).as(list.err()).isZero();
            assertThat(list.out().lines())
                    .anyMatch(line -> line.matches("yodel\\.v1\\.EchoService/Chat +bidi stream"))
                    .anyMatch(line -> line.matches("yodel\\.v1\\.GreetingService/Greet +unary"));
        }
        try (Program described = call("yodel.v1.EchoService/Collect", "--describe")) {
            assertThat(described.exit()).as(described.err()).isZero();
            assertThat(described.out())
                    .contains("rpc Collect(stream yodel.v1.CollectRequest) returns (yodel.v1.CollectResponse);")
                    .contains("// Example of yodel.v1.CollectRequest:");
        }
    }

    @Test
    void health_is_a_probe() throws Exception {
        try (Program probe = call("--health")) {
            assertThat(probe.exit()).as(probe.err()).isZero();
            assertThat(probe.out()).isEqualTo("SERVING\n");
        }
        try (Program probe = call("--health", "no.such.Service")) {
            assertThat(probe.exit()).as(probe.err()).isEqualTo(1);
            assertThat(probe.out()).isEqualTo("NOT_FOUND: the server reports no health of no.such.Service\n");
        }
    }

    @Test
    void mistakes_are_one_line() throws Exception {
        assertRefused("method: Gret of yodel.v1.GreetingService", "yodel.v1.GreetingService/Gret");
        assertRefused("data: ", "yodel.v1.GreetingService/Greet", "--data", "{\"nam\": \"x\"}");
        assertRefused(
                "data: expression #{user} (expected: plain JSON",
                "yodel.v1.GreetingService/Greet",
                "--data",
                "{\"name\": \"#{user}\"}");
        assertRefused(
                "--data: 2 messages for yodel.v1.GreetingService/Greet, which takes one (expected: a JSON object)",
                "yodel.v1.GreetingService/Greet",
                "--data",
                "[{}, {}]");
        assertRefused("--health: with METHOD a.B/C (expected: one of the two)", "a.B/C", "--health=x");
    }

    @Test
    void unreachable_target_is_one_line() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        String line = "yodel: target 127.0.0.1:%d: connection refused".formatted(port);
        for (String flags : List.of("--health", "grpc.health.v1.Health/Check")) {
            try (Program call = Program.start(folder, "call", "127.0.0.1:" + port, flags)) {
                assertThat(call.exit()).isEqualTo(2);
                assertThat(call.err().lines()).singleElement().asString().startsWith(line);
            }
        }
    }

    /** A first look at a service starts quickly. */
    @Test
    void loads_no_class_of_gatling() throws Exception {
        Path classes = folder.resolve("classes");
        try (Program call = Program.start(
                List.of("-Xlog:class+load:file=" + classes),
                Program.serviceLib(),
                folder,
                arguments("yodel.v1.GreetingService/Greet").toArray(String[]::new))) {
            assertThat(call.exit()).as(call.err()).isZero();
        }
        assertThat(Files.readString(classes))
                .contains("dev.yodel.loadtest.call.SingleCall")
                .doesNotContain(" io.gatling.", " scala.", " org.apache.pekko.");
    }

    private void assertRefused(String start, String... arguments) throws Exception {
        Refusals.Ended call = Refusals.run(arguments(arguments).toArray(String[]::new));
        assertThat(call.code()).as(call.err()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err().lines()).singleElement().asString().startsWith("yodel: " + start);
    }

    private Program call(String... arguments) throws IOException {
        return Program.start(folder, arguments(arguments).toArray(String[]::new));
    }

    private List<String> arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("call", target));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}

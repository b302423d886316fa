package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads of unary calls by the real program, on the real service, which it knows only by server reflection. */
class ITLoad {

    @RegisterExtension
    static final YodelService SERVICE = new YodelService();

    private static final String ECHO = "yodel.v1.EchoService/Echo";
    private static final String HELLO = "{\"message\": \"hello\"}";

    @TempDir
    Path folder;

    @Test
    void users_make_exactly_the_calls_counted() throws Exception {
        JsonNode echo = load("--call", ECHO, "--data", HELLO, "--users", "7", "--count", "501");

        assertThat(echo.get("kind").asText()).isEqualTo("UNARY");
        assertThat(echo.get("count").asLong()).isEqualTo(501);
        assertThat(echo.at("/statuses/OK").asLong()).isEqualTo(501);
    }

    /** The backend's calls are those of the load, and the one that asked the service what it offers. */
    @Test
    void bytes_and_backend_are_those_of_its_calls() throws Exception {
        JsonNode echo = load("--call", ECHO, "--data", HELLO, "--users", "2", "--count", "50");

        assertThat(echo.at("/bytes/sent").asLong()).isEqualTo(50L * ("hello".length() + 2));
        assertThat(echo.at("/bytes/received").asLong()).isGreaterThanOrEqualTo(50L * "hello".length());
        assertThat(echo.has("serverTime")).as("sent in server-timing").isTrue();
        JsonNode backends = ResultSchema.assertValid(program().json()).at("/channels/0/backends");
        assertThat(backends).hasSize(1);
        assertThat(backends.at("/0/address").asText()).isEqualTo(SERVICE.target());
        assertThat(backends.at("/0/calls").asLong()).isBetween(50L, 51L);
        assertThat(backends.at("/0/connections").asLong()).isOne();
    }

    @Test
    void calls_that_the_service_sheds_are_told_apart_from_other_failures() throws Exception {
        String failing =
                "{\"behavior\": {\"failure\": {\"status\": {\"code\": 8, \"message\": \"enough\", \"details\": [%s]}}}}";
        String retry = "{\"@type\": \"type.googleapis.com/google.rpc.RetryInfo\", \"retryDelay\": \"1s\"}";
        String data = "[" + failing.formatted(retry) + ", " + failing.formatted("") + "]";
        JsonNode echo = program().measureFailures("--call", ECHO, "--data", data, "--users", "2", "--count", "50");

        assertThat(echo.at("/statuses/RESOURCE_EXHAUSTED").asLong()).isEqualTo(50);
        assertThat(echo.at("/failureSources/SHED").asLong()).isEqualTo(25);
        assertThat(echo.at("/failureSources/STATUS").asLong()).isEqualTo(25);
        assertThat(program().out()).contains("shed by the server: 25 of 50 Echo");
    }

    @Test
    void count_leaves_out_the_warm_up() throws Exception {
        JsonNode echo = load("--call", ECHO, "--data", HELLO, "--users", "3", "--count", "200", "--warm-up", "1s");

        assertThat(echo.get("count").asLong()).isEqualTo(200);
    }

    @Test
    void calls_at_a_rate_have_due_times() throws Exception {
        JsonNode echo = load("--call", ECHO, "--data", HELLO, "--rate", "200", "--duration", "2s", "--warm-up", "1s");

        assertThat(echo.get("count").asLong()).isCloseTo(400, within(2L));
        assertThat(echo.at("/responseTime/p50").asDouble())
                .isGreaterThanOrEqualTo(echo.at("/serviceTime/p50").asDouble());
    }

    @Test
    void calls_at_a_rate_can_be_counted() throws Exception {
        JsonNode echo = load("--call", ECHO, "--data", HELLO, "--rate", "200", "--count", "150", "--warm-up", "500ms");

        assertThat(echo.get("count").asLong()).isEqualTo(150);
    }

    /** Messages of 3 and 5 bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"--users 2", "--rate 100"})
    void unary_calls_send_an_array_in_turn(String arrival) throws Exception {
        String[] flags = ("--call " + ECHO + " --count 10 " + arrival).split(" ");

        JsonNode echo = load(with(with(flags, "--data"), "[{\"message\": \"a\"}, {\"message\": \"bcd\"}]"));

        assertThat(echo.get("ok").asLong()).isEqualTo(10);
        assertThat(echo.at("/bytes/sent").asLong()).isEqualTo(5 * 3 + 5 * 5);
    }

    /** Such a server requires credentials for every call, server reflection included. */
    @Test
    void metadata_goes_with_server_reflection_too() throws Exception {
        Server strict = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(new HealthStatusManager().getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .intercept(new Doorkeeper())
                .build()
                .start();
        try {
            LoadProgram load = new LoadProgram("127.0.0.1:" + strict.getPort(), folder);
            JsonNode check = load.measure(
                    "--call", "grpc.health.v1.Health.Check",
                    "--metadata", "authorization: Bearer open",
                    "--metadata", "x-key-bin: b3Blbg==",
                    "--users", "2",
                    "--count", "20");

            assertThat(check.get("name").asText()).isEqualTo("Check");
            assertThat(check.get("ok").asLong()).isEqualTo(20);
        } finally {
            strict.shutdownNow();
        }
    }

    private static final class Doorkeeper implements ServerInterceptor {

        private static final Metadata.Key<String> TOKEN =
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
        private static final Metadata.Key<byte[]> KEY = Metadata.Key.of("x-key-bin", Metadata.BINARY_BYTE_MARSHALLER);

        @Override
        public <Q, S> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, S> call, Metadata headers, ServerCallHandler<Q, S> next) {
            if ("Bearer open".equals(headers.get(TOKEN))
                    && Arrays.equals("open".getBytes(StandardCharsets.US_ASCII), headers.get(KEY))) {
                return next.startCall(call, headers);
            }
            // This includes the preflight call, for which any response will do.
            call.close(Status.UNAUTHENTICATED, new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }

    @Test
    void metadata_and_expressions_go_with_each_call() throws Exception {
        JsonNode echo = load(
                "--call", ECHO,
                "--data", "{\"message\": \"#{randomUuid()}\"}",
                "--metadata", "x-secret: hush",
                "--metadata", "x-other: b",
                "--users", "1",
                "--count", "3");

        assertThat(echo.get("ok").asLong()).isEqualTo(3);
        assertThat(program().json())
                .contains("\"metadata\" : [ \"x-secret\", \"x-other\" ]")
                .doesNotContain("hush");
    }

    @Test
    void failures_are_reported_and_fail_the_run_without_a_success() throws Exception {
        String failing = "{\"behavior\": {\"failure\": {\"status\": {\"code\": 14, \"message\": \"gone\"}}}}";
        try (Program program = program().start("--call", ECHO, "--data", failing, "--users", "2", "--count", "5")) {
            assertThat(program.exit()).isEqualTo(1);
            assertThat(program.err()).isEqualTo("yodel: successful calls: 0 (expected: at least one)\n");
            assertThat(program.out()).contains("failed: 5 of 5 Echo", "5 × from STATUS", "gone");
        }
    }

    /** A call that cannot be made from the session is in the result, and nowhere else on the console. */
    @Test
    void calls_that_cannot_be_made_are_failures() throws Exception {
        for (String arrival : List.of("--users", "--rate")) {
            JsonNode echo = program()
                    .measureFailures(
                            "--call",
                            ECHO,
                            "--data",
                            "{\"behavior\": {\"headerDelay\": {\"fixed\": \"#{randomUuid()}\"}}}",
                            arrival,
                            "2",
                            "--count",
                            "3");

            assertThat(echo.get("failed").asLong()).isEqualTo(3);
            assertThat(echo.at("/failureSources/CLIENT").asLong()).isEqualTo(3);
            assertThat(echo.get("statuses")).isEmpty();
        }
    }

    @Test
    void result_that_cannot_be_written_is_reported_after_the_summary() throws Exception {
        try (Program program = program().start("--call", ECHO, "--users", "1", "--duration", "3s", "--warm-up", "0s")) {
            program.awaitOutput(Pattern.compile(" 0:0\\d "));
            Files.createDirectories(folder.resolve("out/result.json/in the way"));

            assertThat(program.exit()).isEqualTo(1);
            assertThat(program.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("yodel: results: ")
                    .contains("result.json");
            assertThat(program.out())
                    .contains("verdict: ", "load generator (injector): ")
                    .doesNotContain("results: ");
        }
    }

    @Test
    void mistakes_are_reported_in_one_line() throws Exception {
        LoadProgram load = program();
        load.assertRefused("method: Ekko of yodel.v1.EchoService (expected: ", "--call", "yodel.v1.EchoService/Ekko");
        load.assertRefused("symbol: yodel.v1.Echo (expected: yodel.v1.EchoService, ", "--call", "yodel.v1.Echo/Echo");
        load.assertRefused(
                "field mesage: unknown to yodel.v1.EchoRequest (expected: ",
                "--call",
                ECHO,
                "--data",
                "{\"mesage\": 1}");
        load.assertRefused(
                "JSON line 1, column 12: the end (expected: a value)", "--call", ECHO, "--data", "{\"message\": ");
        load.assertRefused("--data: @none (expected: a readable file)", "--call", ECHO, "--data", "@none");
        load.assertRefused("streams: Echo is unary (expected: a streaming method)", "--call", ECHO, "--streams", "2");
        load.assertRefused(
                "--users: cannot be combined with --rate (expected: --users alone, or --streams, --rate or both)",
                "--call",
                ECHO,
                "--users",
                "1",
                "--rate",
                "1");
        load.assertRefused(
                "--count: cannot be combined with --duration (expected: one of the two)",
                "--call",
                ECHO,
                "--count",
                "1",
                "--duration",
                "1s");
        load.assertRefused(
                "--metadata: metadata key: user-agent (expected: another key, gRPC" + " sets this one itself)",
                "--call",
                ECHO,
                "--metadata",
                "user-agent: me");
        load.assertRefused("--count: 0 (expected: 1 to 1000000000000)", "--call", ECHO, "--count", "0");
        load.assertRefused("--call: Echo (expected: package.Service/Method)", "--call", "Echo");
        load.assertRefused(
                "--call: yodel.v1.EchoService/ (expected: package.Service/Method)", "--call", "yodel.v1.EchoService/");
        load.assertRefused(
                "rate: only the server sends messages on streams of Expand (expected: --streams or --rate, not both)",
                "--call",
                "yodel.v1.EchoService/Expand",
                "--streams",
                "2",
                "--rate",
                "2");
        load.assertRefused(
                "--data: JSON line 1, column 6: 'x' (expected: the end)", "--call", ECHO, "--data", "[{}] x");
        load.assertRefused(
                "--metadata: metadata x-a-bin: not base64 (expected: base64," + " because the key ends with -bin)",
                "--call",
                ECHO,
                "--metadata",
                "x-a-bin: #");
        load.assertRefused("Failed to parse #{missing(", "--call", ECHO, "--metadata", "x-a: #{missing(");
        load.assertRefused("--rate: 0 (expected: 0.01 to 1000000)", "--call", ECHO, "--rate", "0");
        load.assertRefused("missing: --call METHOD (or --plan FILE)", "--users", "1");
        load.assertRefused("unknown option: --rps (did you mean --rate?)", "--rps", "100");
        load.assertRefused("unknown option: --durration (did you mean --duration?)", "--durration=1s");
    }

    private static String[] with(String[] flags, String last) {
        String[] all = Arrays.copyOf(flags, flags.length + 1);
        all[flags.length] = last;
        return all;
    }

    private JsonNode load(String... flags) throws Exception {
        return program().measure(flags);
    }

    private LoadProgram program() {
        return new LoadProgram(SERVICE.target(), folder);
    }
}

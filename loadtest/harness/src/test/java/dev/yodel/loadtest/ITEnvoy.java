package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import dev.yodel.testing.OutsideProgram;
import dev.yodel.testing.RunningProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Loads of a grpc-go server behind a real Envoy, which counts what the results must agree with. */
@TestInstance(Lifecycle.PER_CLASS)
class ITEnvoy {

    private static final Path KEYS =
            Path.of("../gatling-grpc/src/test/resources/tls").toAbsolutePath().normalize();
    private static final String OUTPUT = "testing.TestService/StreamingOutputCall";

    @TempDir
    Path folder;

    private ForeignServer server;
    private RunningProgram envoy;
    private String admin;

    @BeforeAll
    void start(@TempDir Path logs) throws Exception {
        OutsideProgram outside = new OutsideProgram();
        String program = outside.installed("target/python/bin/envoy").toString();
        server = ForeignServer.start(
                logs, Map.of(), outside.program("testserver").toString(), "-q");
        String port = server.target().replaceFirst(".*:", "");
        String settings = Files.readString(Path.of(ForeignServer.source("envoy.yaml")))
                .replace("KEYS", KEYS.toString())
                .replace("PORT", port);
        Path address = logs.resolve("admin");
        envoy = RunningProgram.start(
                logs.resolve("envoy.log"),
                List.of(
                        program,
                        "-c",
                        Files.writeString(logs.resolve("envoy.yaml"), settings).toString(),
                        "--use-dynamic-base-id",
                        "--concurrency",
                        "1",
                        "--log-level",
                        "warn",
                        "--admin-address-path",
                        address.toString()));
        Awaitility.await().until(() -> !envoy.isRunning() || (Files.exists(address) && Files.size(address) > 0));
        assertThat(envoy.isRunning()).as(envoy.output()).isTrue();
        admin = Files.readString(address);
        Awaitility.await().until(() -> get("/ready").contains("LIVE"));
    }

    @AfterAll
    void end() {
        if (envoy != null) {
            envoy.kill();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void calls_through_tls_are_those_that_envoy_counts() throws Exception {
        JsonNode call = load("tls")
                .measure(
                        "--call", "testing.TestService/EmptyCall",
                        "--cacert", KEYS.resolve("authority.pem").toString(),
                        "--users", "4",
                        "--count", "200");

        assertThat(call.at("/statuses/OK").asLong()).isEqualTo(200);
        assertThat(counted("cluster.service.grpc.testing.TestService.EmptyCall.success"))
                .isEqualTo(200);
    }

    @Test
    void calls_above_the_maximum_of_requests_are_counted_with_their_status() throws Exception {
        JsonNode call = load("limited")
                .measureMissed(
                        "--call", OUTPUT,
                        "--data", "{\"responseParameters\": [{\"size\": 1, \"intervalUs\": 20000}]}",
                        "--users", "12",
                        "--count", "200");

        long refused = call.at("/statuses/UNAVAILABLE").asLong();
        assertThat(refused).isPositive().isEqualTo(counted("cluster.limited.upstream_rq_active_overflow"));

        assertThat(call.at("/failureSources/STATUS").asLong()).isEqualTo(refused);
        assertThat(call.at("/statuses/OK").asLong())
                .isEqualTo(200 - refused)
                .isEqualTo(counted("cluster.limited.grpc.testing.TestService.StreamingOutputCall.success"));
    }

    @Test
    void connections_that_envoy_ends_by_goaway_lose_no_call() throws Exception {
        JsonNode call =
                load("goaway").measure("--call", "testing.TestService/UnaryCall", "--users", "4", "--count", "500");

        assertThat(call.at("/statuses/OK").asLong()).isEqualTo(500);
        assertThat(counted("cluster.service.grpc.testing.TestService.UnaryCall.success"))
                .isEqualTo(500);
        assertThat(counted("http.goaway.downstream_cx_max_requests_reached")).isPositive();
        JsonNode backend = ResultSchema.assertValid(load("goaway").json()).at("/channels/0/backends/0");
        assertThat(backend.get("connections").asLong())
                .as("Envoy's own count, with those of the preflight check and of server reflection")
                .isGreaterThanOrEqualTo(10)
                .isBetween(counted("http.goaway.downstream_cx_total") - 2, counted("http.goaway.downstream_cx_total"));
    }

    /** Six users, two streams at a time: the others wait for a stream, and none is refused. */
    @Test
    void streams_that_envoy_resets_are_failures() throws Exception {
        String slow = "{\"size\": 1, \"intervalUs\": 200000}";
        JsonNode call = load("resets")
                .measureMissed(
                        "--call",
                        OUTPUT,
                        "--data",
                        "{\"responseParameters\": [%s]}".formatted(slow + (", " + slow).repeat(9)),
                        "--users",
                        "6",
                        "--count",
                        "8");

        assertThat(call.get("failed").asLong()).isEqualTo(8);
        assertThat(counted("http.resets.downstream_rq_max_duration_reached")).isEqualTo(8);
        assertThat(call.at("/messages/received").asLong()).isPositive();
    }

    private LoadProgram load(String listener) throws IOException, InterruptedException {
        return new LoadProgram(find("^" + listener + "::(.+)$", "/listeners"), folder);
    }

    /** A figure of Envoy's own. */
    private long counted(String name) throws IOException, InterruptedException {
        return Long.parseLong(find("^" + Pattern.quote(name) + ": (\\d+)$", "/stats"));
    }

    private String find(String pattern, String path) throws IOException, InterruptedException {
        String text = get(path);
        Matcher found = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return found.group(1);
    }

    private String get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + admin + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}

package dev.yodel.loadtest.engine;

import static dev.yodel.gatling.grpc.GrpcDsl.grpc;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.report.json.ResultReader;
import dev.yodel.loadtest.report.json.SavedResult;
import dev.yodel.loadtest.result.ResultSchema;
import io.gatling.javaapi.core.Simulation;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A simulation of one's own, run by Gatling, with the recording of {@code yodel load}. */
@Timeout(120)
class ITRecording {

    @TempDir
    Path folder;

    @Test
    void a_simulation_has_the_same_result() throws Exception {
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new HealthStatusManager().getHealthService())
                .build()
                .start();
        System.setProperty("yodel.test.target", "127.0.0.1:" + server.getPort());
        PrintStream out = System.out; // Gatling's engine takes it
        System.setProperty("yodel.test.out", folder.resolve("out").toString());
        try {
            GatlingEngine.start(Checks.class).get(60, TimeUnit.SECONDS);
        } finally {
            System.setOut(out);
            System.clearProperty("yodel.test.target");
            System.clearProperty("yodel.test.out");
            server.shutdownNow();
        }

        JsonNode result = ResultSchema.assertValid(Files.readString(folder.resolve("out/result.json")));
        assertThat(result.at("/window/seconds").asDouble()).isEqualTo(1);
        assertThat(result.at("/name").asText()).isEqualTo("nightly");
        assertThat(result.at("/labels/commit").asText()).isEqualTo("4fe1c90");
        assertThat(result.at("/requests/0/name").asText()).isEqualTo("check");
        assertThat(result.at("/requests/0/ok").asLong()).isPositive();
        assertThat(result.at("/expectations/0/met").asBoolean()).isTrue();
        assertThat(result.at("/channels/0/backends/0/connections").asLong()).isEqualTo(1);
        assertThat(folder.resolve("out/report.html")).isNotEmptyFile();
        assertThat(ResultReader.read(SavedResult.read(folder.resolve("out"))).requests())
                .singleElement()
                .satisfies(check -> assertThat(check.responseTime().getTotalCount())
                        .isEqualTo(result.at("/requests/0/count").asLong()));
    }

    /** Made by Gatling. */
    public static final class Checks extends Simulation {

        private final Recording recording = RecordingPlan.of(
                        "checks",
                        System.getProperty("yodel.test.target"),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1))
                .request("check", HealthGrpc.getCheckMethod(), new Arrival.Users(2, null))
                .expect("check: failed == 0")
                .named("nightly")
                .label("commit", "4fe1c90")
                .into(Path.of(System.getProperty("yodel.test.out")))
                .metricsOn(0)
                .record();

        public Checks() {
            setUp(scenario("checks")
                            .exec(recording.begin())
                            .exec(asLongAs(session -> recording.isRunning())
                                    .on(exec(grpc("check")
                                                    .unary(HealthGrpc.getCheckMethod())
                                                    .send(HealthCheckRequest.getDefaultInstance()))
                                            .pause(Duration.ofMillis(5))))
                            .injectOpen(atOnceUsers(2)))
                    .protocols(recording.on(
                            grpc.target(System.getProperty("yodel.test.target")).usePlaintext()));
        }

        @Override
        public void after() {
            var unused = recording.finish();
        }
    }
}

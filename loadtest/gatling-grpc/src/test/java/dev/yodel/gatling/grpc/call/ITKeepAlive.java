package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Keep-alive in its real time, of which gRPC allows no less than 10 s. */
class ITKeepAlive {

    @Test
    void a_server_that_falls_silent_is_found_dead() {
        try (RawServer server = RawServer.answering((stream, out) -> {});
                GatlingBed bed = new GatlingBed(grpc.target(server.target())
                        .usePlaintext()
                        .keepAlive(Duration.ofSeconds(10), Duration.ofMillis(100)))) {
            bed.run(exec(grpc("greet").unary(TestServer.UNARY).send(text("hi"))));

            CallSample sample = bed.samples.only();
            assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
            assertThat(sample.error()).startsWith("UNAVAILABLE: Keepalive failed");
            assertThat(sample.serviceTimeNanos()).isGreaterThan(TimeUnit.SECONDS.toNanos(9));
        }
    }
}

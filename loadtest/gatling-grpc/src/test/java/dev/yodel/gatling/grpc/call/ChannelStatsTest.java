package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.BackendStats;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the channels really did, as a run tells it. */
class ChannelStatsTest {

    private static final ChainBuilder GREET =
            exec(grpc("greet").unary(TestServer.UNARY).send(text("hi")));

    @Test
    void calls_are_reported_by_backend() {
        try (TestServer one = new TestServer();
                TestServer two = new TestServer();
                TwoBackends both = new TwoBackends(one, two);
                GatlingBed bed = new GatlingBed(grpc.target(both.target())
                        .target("alone", one.target())
                        .usePlaintext()
                        .loadBalancingPolicy("round_robin"))) {
            bed.run(repeat(100).on(GREET));
            bed.run(exec(grpc("greet").unary(TestServer.UNARY).on("alone").send(text("hi"))));

            ChannelStats figures = stats(bed);
            assertThat(figures.name()).isEqualTo("default");
            assertThat(figures.target()).isEqualTo(both.target());
            assertThat(figures.backends())
                    .extracting(BackendStats::address)
                    .containsExactlyInAnyOrder(one.target(), two.target());
            assertThat(figures.backends()).allMatch(backend -> backend.calls() >= 20 && backend.connections() == 1);
            assertThat(figures.backends().stream()
                            .mapToLong(BackendStats::calls)
                            .sum())
                    .isEqualTo(100);
            ChannelStats alone = bed.samples.run.get().channels().get(1);
            assertThat(alone.name()).isEqualTo("alone");
            assertThat(alone.backends())
                    .singleElement()
                    .satisfies(backend -> assertThat(backend.calls()).isEqualTo(1));
        }
    }

    @Test
    void a_target_may_list_the_addresses_of_its_servers() {
        try (TestServer one = new TestServer();
                TestServer two = new TestServer();
                GatlingBed bed = new GatlingBed(grpc.target("ipv4:%s,%s".formatted(one.target(), two.target()))
                        .usePlaintext()
                        .loadBalancingPolicy("round_robin"))) {
            bed.run(repeat(100).on(GREET));

            assertThat(stats(bed).backends())
                    .extracting(BackendStats::address)
                    .containsExactlyInAnyOrder(one.target(), two.target());
        }
    }

    @Test
    void the_first_call_waits_for_its_connection_and_the_next_one_does_not() {
        try (TestServer server = new TestServer();
                GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext())) {
            bed.run(repeat(5).on(GREET));

            ChannelStats figures = stats(bed);
            assertThat(figures.connectionWaits().count()).isEqualTo(1);
            assertThat(figures.connectionWaits().totalNanos())
                    .isPositive()
                    .isLessThan(bed.samples.calls.element().serviceTimeNanos());
            assertThat(figures.connectionWaits().maxNanos())
                    .isEqualTo(figures.connectionWaits().totalNanos());
            assertThat(backend(bed).streamWaits().count()).isZero();
        }
    }

    @Test
    void a_wait_for_a_stream_slot_is_counted_and_timed() {
        try (TestServer server = TestServer.built(builder -> builder.maxConcurrentCallsPerConnection(1));
                GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext())) {
            var chat = grpc("chat").bidiStream(TestServer.CHAT);
            AtomicBoolean released = new AtomicBoolean();
            GatlingBed.User holder = bed.start(
                    exec(chat.open(), chat.send(text("hi")), chat.awaitMessage())
                            .asLongAs(session -> !released.get())
                            .on(pause(Duration.ofMillis(5)))
                            .exec(chat.halfClose(), chat.awaitEnd()),
                    Map.of());
            GatlingBed.eventually(() -> !bed.samples.messages.isEmpty());
            GatlingBed.User greeter = bed.start(GREET, Map.of());
            GatlingBed.eventually(() -> bed.samples.started.get() == 2);
            bed.turn(3);
            long waits = System.nanoTime();
            bed.turn(100);
            long waited = System.nanoTime() - waits;
            released.set(true);
            greeter.ended.orTimeout(30, TimeUnit.SECONDS).join();
            holder.ended.orTimeout(30, TimeUnit.SECONDS).join();

            CallSample greeting = bed.samples.calls.stream()
                    .filter(sample -> sample.name().equals("greet"))
                    .findFirst()
                    .orElseThrow();
            assertThat(greeting.ok()).isTrue();
            assertThat(backend(bed).streamWaits().count()).isEqualTo(1);
            assertThat(backend(bed).streamWaits().maxNanos())
                    .isGreaterThanOrEqualTo(waited)
                    .isLessThan(greeting.serviceTimeNanos());
        }
    }

    @Test
    void GOAWAYs_and_reconnects_are_counted_and_lose_no_call() {
        try (TestServer server = TestServer.built(builder ->
                        builder.maxConnectionAge(1, TimeUnit.SECONDS).maxConnectionAgeGrace(10, TimeUnit.SECONDS));
                GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext())) {
            bed.run(doWhile(session -> backend(bed).goAways().isEmpty()).on(GREET));
            bed.run(GREET);

            assertThat(bed.samples.calls).allMatch(CallSample::ok);
            BackendStats backend = backend(bed);
            assertThat(backend.goAways()).containsOnlyKeys("NO_ERROR");
            assertThat(backend.goAways().get("NO_ERROR")).isPositive();
            assertThat(backend.reconnects()).isEqualTo(backend.connections() - 1);
            assertThat(backend.connections()).isGreaterThanOrEqualTo(2);
            assertThat(backend.calls()).isGreaterThanOrEqualTo(bed.samples.calls.size());
            assertThat(stats(bed).channels()).isEqualTo(1);
        }
    }

    @Test
    void a_GOAWAY_is_reported_by_its_code() {
        try (RawServer server = RawServer.answering((stream, out) -> out.goAway(0, RawServer.ENHANCE_YOUR_CALM));
                GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext())) {
            bed.run(GREET);

            GatlingBed.eventually(() -> backend(bed).goAways().equals(Map.of("ENHANCE_YOUR_CALM", 1L)));
        }
    }

    @Test
    void refused_streams_are_counted_attempt_by_attempt() {
        try (RawServer server = RawServer.answering((stream, out) -> out.reset(stream, RawServer.REFUSED_STREAM));
                GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext())) {
            bed.run(GREET);

            assertThat(backend(bed).refusedStreams()).isEqualTo(2);
            assertThat(backend(bed).calls()).isEqualTo(2);
        }
    }

    @Test
    void connections_that_could_not_be_made_are_counted() {
        try (GatlingBed bed = new GatlingBed(grpc.target("127.0.0.1:1").usePlaintext())) {
            bed.run(GREET);

            GatlingBed.eventually(() -> stats(bed).failedConnections() == 1);
            assertThat(stats(bed).backends()).isEmpty();
            assertThat(stats(bed).connectionWaits().count()).isZero();
        }
    }

    @Test
    void a_handshake_that_fails_is_a_connection_that_could_not_be_made() {
        try (TestServer server = TestServer.withTls("server", builder -> builder);
                GatlingBed bed = new GatlingBed(grpc.target(server.target()))) {
            bed.run(GREET);

            GatlingBed.eventually(() -> stats(bed).failedConnections() == 1);
        }
    }

    private static ChannelStats stats(GatlingBed bed) {
        return bed.samples.run.get().channels().get(0);
    }

    private static BackendStats backend(GatlingBed bed) {
        assertThat(stats(bed).backends()).hasSize(1);
        return stats(bed).backends().get(0);
    }
}

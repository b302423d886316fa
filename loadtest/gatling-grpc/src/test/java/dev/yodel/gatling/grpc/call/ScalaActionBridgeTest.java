package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.javaapi.core.Session;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The canary: if Gatling's traits change, one of these paths breaks first. */
class ScalaActionBridgeTest {

    private final TestServer server = new TestServer();
    private final GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext());

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    @Test
    void an_action_runs_on_the_users_event_loop_and_forwards_the_session() {
        Session end = bed.run(exec(grpc("greet")
                .unary(TestServer.UNARY)
                .send(session ->
                        text(String.valueOf(session.asScala().eventLoop().inEventLoop())))
                .check(message(com.google.protobuf.StringValue::getValue).is("true"))));

        assertThat(end.isFailed()).isFalse();
    }

    @Test
    void a_crash_forwards_the_session_as_failed() {
        GatlingBed.User user = bed.start(
                exec(grpc("crash").bidiStream(TestServer.CHAT).open())
                        .exec(grpc("crash").bidiStream(TestServer.CHAT).sendAll(session -> null)),
                Map.of());

        assertThat(user.ended.join().isFailed()).isTrue();
        assertThat(user.arrivals).hasValue(1);
    }

    @Test
    void an_action_leaves_its_block_when_tryMax_has_seen_a_failure() {
        Session end = bed.run(exec(tryMax(2)
                .on(exec(grpc("bad").unary(TestServer.UNARY).send(text("fail INTERNAL")))
                        .exec(grpc("never reached").unary(TestServer.UNARY).send(text("hi"))))));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.samples.calls).extracting(sample -> sample.name()).containsExactly("bad", "bad");
    }

    @Test
    void an_action_leaves_its_loop_as_soon_as_the_condition_is_false() {
        Session end = bed.run(exec(session -> session.set("on", true))
                .exec(asLongAs("#{on}", "round", true)
                        .on(exec(grpc("in").unary(TestServer.UNARY).send(text("hi")))
                                .exec(session -> session.set("on", false))
                                .exec(grpc("never reached")
                                        .unary(TestServer.UNARY)
                                        .send(text("hi"))))));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.calls).extracting(sample -> sample.name()).containsExactly("in");
    }
}

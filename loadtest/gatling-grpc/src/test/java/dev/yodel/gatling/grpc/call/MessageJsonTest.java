package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.FailureSource;
import io.gatling.javaapi.core.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageJsonTest {

    private final TestServer server = new TestServer();
    private final GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext());

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    @Test
    void a_message_is_saved_as_JSON() {
        Session end = bed.run(exec(grpc("greet")
                .unary(TestServer.UNARY)
                .send(text("hi"))
                .check(messageJson().is("\"hi\"").saveAs("answer"))));

        assertThat(end.isFailed()).isFalse();
        assertThat(end.getString("answer")).isEqualTo("\"hi\"");
    }

    @Test
    void a_check_on_it_says_what_was_there() {
        bed.run(exec(grpc("greet")
                .unary(TestServer.UNARY)
                .send(text("hi"))
                .check(messageJson().is("\"ho\""))));

        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CHECK);
        assertThat(bed.samples.only().error()).contains("messageJson", "\"ho\"", "\"hi\"");
    }
}

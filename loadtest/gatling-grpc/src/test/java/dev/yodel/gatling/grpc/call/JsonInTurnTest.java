package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JsonInTurnTest {

    private final TestServer server = new TestServer();
    private final GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext());

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    @Test
    void each_call_sends_the_next_message() {
        List<StringValue> answers = new ArrayList<>();

        bed.run(exec(session -> session.set("who", "Ada"))
                .exec(repeat(5)
                        .on(exec(grpc("greet")
                                        .unary(TestServer.UNARY)
                                        .send(jsonInTurn(List.of("\"a\"", "\"#{who}\"")))
                                        .check(message(answer -> answer).saveAs("answer")))
                                .exec(session -> {
                                    answers.add(session.get("answer"));
                                    return session;
                                }))));

        assertThat(answers).containsExactly(text("a"), text("Ada"), text("a"), text("Ada"), text("a"));
    }

    @Test
    void one_message_at_least() {
        assertThatThrownBy(() -> jsonInTurn(List.of())).hasMessage("messages in turn: none (expected: at least one)");
    }
}

package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads on a server that ends each chat with OK after its second answer: one rule for all modes. */
class ITEarlyEnd {

    private static final String CHAT = "yodel.v1.EchoService/Chat";
    private static final String HELLO = "{\"message\": \"a\"}";
    private static final String HELLOS = "[{\"message\": \"a\"}, {\"message\": \"b\"}, {\"message\": \"c\"}]";

    @TempDir
    Path folder;

    private Server server;

    @BeforeEach
    void startServer() throws Exception {
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(new BriefService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .build()
                .start();
    }

    @AfterEach
    void endServer() {
        server.shutdownNow();
    }

    @Test
    void held_streams_are_successes_and_opened_again() throws Exception {
        JsonNode chat = measure("--data", HELLOS, "--streams", "2", "--count", "100");

        assertThat(chat.get("failed").asLong()).isZero();
        assertThat(chat.get("endedEarly").asLong()).isGreaterThan(2);
        assertThat(chat.at("/statuses/OK").asLong()).isEqualTo(chat.get("ok").asLong());
    }

    @Test
    void scheduled_streams_are_successes_and_opened_again() throws Exception {
        JsonNode chat = measure("--data", HELLO, "--streams", "2", "--rate", "100", "--duration", "2s");

        assertThat(chat.get("failed").asLong()).isZero();
        assertThat(chat.get("endedEarly").asLong()).isGreaterThan(2);
    }

    @Test
    void calls_of_users_are_successes() throws Exception {
        JsonNode chat = measure("--data", HELLOS, "--users", "2", "--count", "50");

        assertThat(chat.get("ok").asLong()).isEqualTo(50);
        assertThat(chat.get("failed").asLong()).isZero();
    }

    private JsonNode measure(String... flags) throws Exception {
        String[] all =
                Stream.concat(Stream.of("--call", CHAT), Stream.of(flags)).toArray(String[]::new);
        return new LoadProgram("127.0.0.1:" + server.getPort(), folder).measure(all);
    }

    private static final class BriefService extends EchoServiceGrpc.EchoServiceImplBase {

        @Override
        public StreamObserver<ChatRequest> chat(StreamObserver<ChatResponse> responses) {
            return new StreamObserver<>() {
                private int answers;

                @Override
                public void onNext(ChatRequest request) {
                    if (answers == 2) {
                        return;
                    }
                    responses.onNext(ChatResponse.newBuilder()
                            .setMessage(request.getMessage())
                            .build());
                    if (++answers == 2) {
                        responses.onCompleted();
                    }
                }

                @Override
                public void onError(Throwable error) {}

                @Override
                public void onCompleted() {
                    if (answers < 2) {
                        responses.onCompleted();
                    }
                }
            };
        }
    }
}

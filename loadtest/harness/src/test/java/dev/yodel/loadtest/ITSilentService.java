package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.CollectRequest;
import dev.yodel.v1.CollectResponse;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import dev.yodel.v1.GreetRequest;
import dev.yodel.v1.GreetResponse;
import dev.yodel.v1.GreetingServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The demo on a service that never answers the first stream of a user. */
@Execution(ExecutionMode.CONCURRENT)
class ITSilentService {

    /** The demo has ten users for each kind of stream but chat. */
    private static final int USERS = 10;

    @TempDir
    Path folder;

    @Test
    void a_stream_that_does_not_end_in_time_is_the_only_failure_of_its_user() throws Exception {
        Server server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(new Echoes())
                .addService(new Greetings())
                .build()
                .start();
        try (Program program = Program.start(
                folder,
                "demo",
                "--target",
                "127.0.0.1:" + server.getPort(),
                "--duration",
                "14s",
                "--warm-up",
                "0s",
                "--streams",
                "1",
                "--live-port",
                "0",
                "--out",
                "out")) {
            assertThat(program.exit()).as(program.err()).isZero();
        } finally {
            server.shutdownNow();
        }

        JsonNode result = ResultSchema.assertValid(Files.readString(folder.resolve("out/result.json")));
        int streams = 0;
        for (JsonNode request : result.get("requests")) {
            if (request.get("name").asText().matches("collect|expand")) {
                streams++;
                assertThat(request.get("errors").properties())
                        .as("%s", request)
                        .extracting(Map.Entry::getKey, error -> error.getValue().asInt())
                        .singleElement()
                        .satisfies(error -> {
                            assertThat(error.toList().get(0)).asString().contains("the stream did not end in time");
                            assertThat(error.toList().get(1)).isEqualTo(USERS);
                        });
                assertThat(request.get("ok").asLong()).as("later streams").isPositive();
            }
        }
        assertThat(streams).isEqualTo(2);
    }

    private static final class Greetings extends GreetingServiceGrpc.GreetingServiceImplBase {
        @Override
        public void greet(GreetRequest request, StreamObserver<GreetResponse> answer) {
            answer.onNext(GreetResponse.newBuilder().setGreeting("Hello, Ada!").build());
            answer.onCompleted();
        }
    }

    private static final class Echoes extends EchoServiceGrpc.EchoServiceImplBase {

        private final AtomicInteger expanded = new AtomicInteger();
        private final AtomicInteger collected = new AtomicInteger();

        @Override
        public void expand(ExpandRequest request, StreamObserver<ExpandResponse> answer) {
            if (expanded.incrementAndGet() <= USERS) {
                return;
            }
            for (int i = 0; i < request.getCount(); i++) {
                answer.onNext(ExpandResponse.getDefaultInstance());
            }
            answer.onCompleted();
        }

        @Override
        public StreamObserver<CollectRequest> collect(StreamObserver<CollectResponse> answer) {
            boolean silent = collected.incrementAndGet() <= USERS;
            return new Messages<>(answer) {
                private int count;

                @Override
                public void onNext(CollectRequest message) {
                    count++;
                }

                @Override
                public void onCompleted() {
                    if (!silent) {
                        answer.onNext(
                                CollectResponse.newBuilder().setCount(count).build());
                        answer.onCompleted();
                    }
                }
            };
        }

        @Override
        public StreamObserver<ChatRequest> chat(StreamObserver<ChatResponse> answer) {
            return new Messages<>(answer) {
                @Override
                public void onNext(ChatRequest message) {
                    answer.onNext(ChatResponse.getDefaultInstance());
                }
            };
        }
    }

    private abstract static class Messages<Q> implements StreamObserver<Q> {

        private final StreamObserver<?> answer;

        Messages(StreamObserver<?> answer) {
            this.answer = answer;
        }

        @Override
        public void onCompleted() {
            answer.onCompleted();
        }

        @Override
        public void onError(Throwable cancelled) {}
    }
}

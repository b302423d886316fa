package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import dev.yodel.v1.Failure;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC-Web, in both encodings, and gRPC itself on the HTTP port. */
class ITGrpcWeb {

    private static final int TRAILERS = 0x80;

    @RegisterExtension
    static final GatewayProcess GATEWAY = new GatewayProcess();

    /** A frame of gRPC-Web: a message, or the trailers as text. */
    record Frame(int flags, byte[] content) {}

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web+proto", "application/grpc-web", "application/grpc-web-text+proto"})
    void a_unary_call(String type) throws Exception {
        List<Frame> frames =
                call(type, "Echo", EchoRequest.newBuilder().setMessage("hi").build());

        assertThat(EchoResponse.parseFrom(frames.get(0).content()).getMessage()).isEqualTo("hi");
        assertThat(trailers(frames)).contains("grpc-status: 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web+proto", "application/grpc-web-text+proto"})
    void a_server_stream(String type) throws Exception {
        List<Frame> frames = call(
                type,
                "Expand",
                ExpandRequest.newBuilder().setMessage("x").setCount(3).build());

        assertThat(frames).hasSize(4);
        assertThat(ExpandResponse.parseFrom(frames.get(2).content()).getSeq()).isEqualTo(2);
        assertThat(trailers(frames)).contains("grpc-status: 0");
    }

    @Test
    void a_failure_has_status_and_details() throws Exception {
        Behavior behavior = Behavior.newBuilder()
                .setFailure(Failure.newBuilder()
                        .setStatus(com.google.rpc.Status.newBuilder()
                                .setCode(5)
                                .setMessage("no")
                                .addDetails(com.google.protobuf.Any.pack(com.google.rpc.ErrorInfo.newBuilder()
                                        .setReason("GONE")
                                        .build()))))
                .build();

        HttpResponse<byte[]> response = send(
                "application/grpc-web+proto",
                "Echo",
                EchoRequest.newBuilder().setBehavior(behavior).build());

        // Without a message the trailers are the headers.
        assertThat(response.headers().firstValue("grpc-status")).hasValue("5");
        assertThat(response.headers().firstValue("grpc-message")).hasValue("no");
        assertThat(response.headers().firstValue("grpc-status-details-bin")).isPresent();
    }

    @Test
    void grpc_itself_streams_in_both_directions() throws Exception {
        URI uri = GATEWAY.uri("/");
        ManagedChannel channel = ManagedChannelBuilder.forAddress(uri.getHost(), uri.getPort())
                .usePlaintext()
                .build();
        try {
            BlockingQueue<ChatResponse> received = new LinkedBlockingQueue<>();
            StreamObserver<ChatRequest> requests = EchoServiceGrpc.newStub(channel)
                    .chat(new StreamObserver<>() {
                        @Override
                        public void onNext(ChatResponse value) {
                            received.add(value);
                        }

                        @Override
                        public void onError(Throwable t) {
                            received.add(ChatResponse.newBuilder()
                                    .setMessage(t.toString())
                                    .build());
                        }

                        @Override
                        public void onCompleted() {
                            received.add(ChatResponse.newBuilder()
                                    .setMessage("completed")
                                    .build());
                        }
                    });
            for (int i = 0; i < 3; i++) {
                requests.onNext(ChatRequest.newBuilder().setSeq(i).build());
                assertThat(received.poll(30, TimeUnit.SECONDS))
                        .satisfies(response -> assertThat(response.getSeq()).isLessThan(3));
            }
            requests.onCompleted();
            assertThat(received.poll(30, TimeUnit.SECONDS).getMessage()).isEqualTo("completed");
            assertThatThrownBy(() -> EchoServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(100, TimeUnit.MILLISECONDS)
                            .echo(EchoRequest.newBuilder()
                                    .setBehavior(Behavior.newBuilder().setEnding(dev.yodel.v1.Ending.ENDING_NEVER))
                                    .build()))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("DEADLINE_EXCEEDED");
        } finally {
            channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
        }
        GATEWAY.awaitOpenCalls(0);
    }

    private static List<Frame> call(String type, String method, Message message) throws Exception {
        byte[] body = send(type, method, message).body();
        return frames(type.contains("text") ? decodedText(body) : body);
    }

    private static HttpResponse<byte[]> send(String type, String method, Message message) throws Exception {
        byte[] content = message.toByteArray();
        byte[] frame = ByteBuffer.allocate(5 + content.length)
                .put((byte) 0)
                .putInt(content.length)
                .put(content)
                .array();
        return GATEWAY.client()
                .send(
                        GATEWAY.request(
                                        "/yodel.v1.EchoService/" + method,
                                        "content-type",
                                        type,
                                        "accept",
                                        type,
                                        "x-grpc-web",
                                        "1")
                                .POST(BodyPublishers.ofByteArray(
                                        type.contains("text")
                                                ? Base64.getEncoder().encode(frame)
                                                : frame))
                                .build(),
                        BodyHandlers.ofByteArray());
    }

    /** Each frame may be padded of its own. */
    private static byte[] decodedText(byte[] body) {
        ByteString decoded = ByteString.EMPTY;
        for (String part : new String(body, StandardCharsets.US_ASCII).split("(?<==)(?!=)")) {
            decoded = decoded.concat(ByteString.copyFrom(Base64.getDecoder().decode(part)));
        }
        return decoded.toByteArray();
    }

    private static List<Frame> frames(byte[] body) {
        List<Frame> frames = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(body);
        while (buffer.hasRemaining()) {
            int flags = buffer.get() & 0xff;
            byte[] content = new byte[buffer.getInt()];
            buffer.get(content);
            frames.add(new Frame(flags, content));
        }
        return frames;
    }

    private static String trailers(List<Frame> frames) {
        Frame last = frames.get(frames.size() - 1);
        assertThat(last.flags()).isEqualTo(TRAILERS);
        return new String(last.content(), StandardCharsets.US_ASCII).replaceAll(":\\s*", ": ");
    }
}

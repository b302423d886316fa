package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.CollectRequest;
import dev.yodel.v1.CollectResponse;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import io.grpc.Status;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ITEcho {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

    private static final ByteString PAYLOAD = ByteString.copyFromUtf8("Grüezi");

    @Test
    void echo_sends_the_message_back() throws InterruptedException {
        RecordingCall<EchoRequest, EchoResponse> call =
                new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getEchoMethod());

        call.exchange(
                EchoRequest.newBuilder().setMessage("hello").setPayload(PAYLOAD).build());

        assertThat(call.messages())
                .containsExactly(EchoResponse.newBuilder()
                        .setMessage("hello")
                        .setPayload(PAYLOAD)
                        .build());
    }

    @Test
    void echo_takes_no_second_request() throws InterruptedException {
        RecordingCall<EchoRequest, EchoResponse> call =
                new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getEchoMethod());

        call.exchange(EchoRequest.getDefaultInstance(), EchoRequest.getDefaultInstance());

        assertThat(call.status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(call.status().getDescription()).isEqualTo("requests: 2 (expected: 1)");
    }

    @Test
    void echo_takes_no_empty_call() throws InterruptedException {
        RecordingCall<EchoRequest, EchoResponse> call =
                new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getEchoMethod());

        call.exchange();

        assertThat(call.status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(call.status().getDescription()).isEqualTo("requests: 0 (expected: 1)");
    }

    @Test
    void expand_sends_the_message_as_often_as_asked_in_order() throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> call = expand(ExpandRequest.newBuilder()
                .setMessage("hello")
                .setPayload(PAYLOAD)
                .setCount(10_000));

        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        assertThat(call.messages())
                .extracting(ExpandResponse::getSeq)
                .containsExactlyElementsOf(LongStream.range(0, 10_000).boxed().toList());
        assertThat(call.messages()).allSatisfy(answer -> {
            assertThat(answer.getMessage()).isEqualTo("hello");
            assertThat(answer.getPayload()).isEqualTo(PAYLOAD);
        });
    }

    @Test
    void expand_to_nothing_is_an_empty_stream() throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> call =
                expand(ExpandRequest.newBuilder().setCount(0));

        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        assertThat(call.messages()).isEmpty();
    }

    @Test
    void expand_without_a_count_sends_one_response() throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> call =
                expand(ExpandRequest.newBuilder().setMessage("hello"));

        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        assertThat(call.messages()).extracting(ExpandResponse::getMessage).containsExactly("hello");
    }

    @Test
    void expand_keeps_the_interval() throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> call = expand(ExpandRequest.newBuilder()
                .setCount(6)
                .setInterval(Duration.newBuilder().setNanos(50_000_000)));

        assertThat(call.messages()).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat(call.messageMillis(i)).isGreaterThanOrEqualTo(i * 50);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1        | 0  | count: -1 (expected: 0 to 1,000,000)",
                "1000001   | 0  | count: 1000001 (expected: 0 to 1,000,000)",
                "1         | -1 | interval: -1s (expected: 0s to 60s)",
                "1         | 61 | interval: 61s (expected: 0s to 60s)",
            })
    void expand_rejects_what_is_out_of_bounds(long count, long seconds, String message) throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> call = expand(ExpandRequest.newBuilder()
                .setCount(count)
                .setInterval(Duration.newBuilder().setSeconds(seconds)));

        assertThat(call.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(call.status().getDescription()).isEqualTo(message);
    }

    @Test
    void expand_rejects_a_number_of_responses_that_is_too_large_for_their_size() throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> call = expand(ExpandRequest.newBuilder()
                .setCount(1_000_000)
                .setMessage("0123456789")
                .setBehavior(Behavior.newBuilder().setPaddingBytes(1 << 20)));

        assertThat(call.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(call.status().getDescription())
                .isEqualTo("count: 1,000,000 × 1,048,586 bytes (expected: at most 1,073,741,824 bytes in all, see"
                        + " --max-response-total)");
    }

    @Test
    void collect_counts_messages_and_bytes() throws InterruptedException {
        CollectResponse answer = collect(
                CollectRequest.newBuilder().setMessage("Zürich").setSeq(0).build(),
                CollectRequest.newBuilder()
                        .setMessage("Bern")
                        .setPayload(PAYLOAD)
                        .setSeq(1)
                        .build());

        assertThat(answer)
                .isEqualTo(CollectResponse.newBuilder()
                        .setCount(2)
                        .setBytes(7 + 4 + 7)
                        .setInOrder(true)
                        .setLastMessage("Bern")
                        .build());
    }

    @Test
    void collect_reports_a_gap_in_the_order() throws InterruptedException {
        CollectResponse answer = collect(
                CollectRequest.newBuilder().setSeq(0).build(),
                CollectRequest.newBuilder().setSeq(2).build());

        assertThat(answer.getInOrder()).isFalse();
    }

    @Test
    void collect_of_nothing_is_counted_as_nothing() throws InterruptedException {
        assertThat(collect())
                .isEqualTo(CollectResponse.newBuilder().setInOrder(true).build());
    }

    @Test
    void chat_answers_every_message_in_order() throws InterruptedException {
        ChatRequest[] requests = IntStream.range(0, 5_000)
                .mapToObj(i -> ChatRequest.newBuilder()
                        .setMessage("m" + i)
                        .setPayload(PAYLOAD)
                        .setSeq(i)
                        .build())
                .toArray(ChatRequest[]::new);

        RecordingCall<ChatRequest, ChatResponse> call = chat().exchange(requests);

        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        assertThat(call.messages()).hasSize(5_000);
        for (int i = 0; i < 5_000; i++) {
            assertThat(call.messages().get(i))
                    .isEqualTo(ChatResponse.newBuilder()
                            .setMessage("m" + i)
                            .setPayload(PAYLOAD)
                            .setSeq(i)
                            .build());
        }
    }

    @Test
    void chat_answers_before_the_caller_is_done() throws InterruptedException {
        RecordingCall<ChatRequest, ChatResponse> call = chat();
        call.call().request(1);
        call.call().sendMessage(ChatRequest.newBuilder().setSeq(7).build());

        Eventually.assertThatEventually(() -> call.messages().size(), size -> size == 1);
        assertThat(call.isClosed()).isFalse();

        call.call().halfClose();
        call.awaitClose();
        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
    }

    @Test
    void chat_sends_its_headers_before_it_holds_the_first_message_back() throws InterruptedException {
        ChatRequest request = ChatRequest.newBuilder()
                .setBehavior(Behavior.newBuilder()
                        .setMessageDelay(Delay.newBuilder()
                                .setFixed(Duration.newBuilder().setSeconds(60))))
                .build();
        RecordingCall<ChatRequest, ChatResponse> call = chat();
        call.call().request(1);

        call.call().sendMessage(request);

        Eventually.assertThatEventually(call::headersMillis, millis -> millis >= 0);
        assertThat(call.messages()).isEmpty();
        call.call().cancel("seen enough", null);
    }

    private static RecordingCall<ChatRequest, ChatResponse> chat() {
        return new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getChatMethod());
    }

    private static RecordingCall<ExpandRequest, ExpandResponse> expand(ExpandRequest.Builder request)
            throws InterruptedException {
        return new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getExpandMethod()).exchange(request.build());
    }

    private static CollectResponse collect(CollectRequest... requests) throws InterruptedException {
        RecordingCall<CollectRequest, CollectResponse> call =
                new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getCollectMethod()).exchange(requests);
        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        return call.messages().get(0);
    }
}

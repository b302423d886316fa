package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.Failure;
import dev.yodel.v1.GreetingServiceGrpc;
import dev.yodel.v1.ResponseInfo;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every behavior in every method that takes one. Times are checked from below only. */
class ITBehavior {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer("--instance", "matterhorn");

    private static final Duration DELAY =
            Duration.newBuilder().setNanos(80_000_000).build();
    private static final double DELAY_MILLIS = 80;

    static Stream<Named<MethodDescriptor<Message, Message>>> methods() {
        return Stream.of(EchoServiceGrpc.getServiceDescriptor(), GreetingServiceGrpc.getServiceDescriptor())
                .flatMap(service -> service.getMethods().stream())
                .map(ITBehavior::generic)
                .map(method -> Named.of(method.getBareMethodName(), method));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void adds_nothing_that_was_not_asked_for(MethodDescriptor<Message, Message> method) throws InterruptedException {
        RecordingCall<Message, Message> call = call(method, Behavior.getDefaultInstance());

        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        assertThat(call.messages()).isNotEmpty().allSatisfy(answer -> {
            assertThat(padding(answer)).isEmpty();
            assertThat(answer.hasField(field(answer, "info"))).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("methods")
    void holds_the_headers_back(MethodDescriptor<Message, Message> method) throws InterruptedException {
        RecordingCall<Message, Message> call =
                call(method, Behavior.newBuilder().setHeaderDelay(delay()).build());

        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        assertThat(call.headersMillis()).isGreaterThanOrEqualTo(DELAY_MILLIS);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void holds_every_message_back(MethodDescriptor<Message, Message> method) throws InterruptedException {
        RecordingCall<Message, Message> call =
                call(method, Behavior.newBuilder().setMessageDelay(delay()).build());

        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        assertThat(call.messages()).isNotEmpty();
        for (int i = 0; i < call.messages().size(); i++) {
            assertThat(call.messageMillis(i)).isGreaterThanOrEqualTo((i + 1) * DELAY_MILLIS);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void holds_the_status_back(MethodDescriptor<Message, Message> method) throws InterruptedException {
        RecordingCall<Message, Message> call =
                call(method, Behavior.newBuilder().setTrailerDelay(delay()).build());

        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        assertThat(call.closedMillis()).isGreaterThanOrEqualTo(DELAY_MILLIS);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void adds_delays_up(MethodDescriptor<Message, Message> method) throws InterruptedException {
        Behavior behavior = Behavior.newBuilder()
                .setHeaderDelay(delay())
                .setMessageDelay(delay())
                .setTrailerDelay(delay())
                .build();

        RecordingCall<Message, Message> call = call(method, behavior);

        int answers = call.messages().size();
        assertThat(call.closedMillis()).isGreaterThanOrEqualTo((answers + 2) * DELAY_MILLIS);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void fails_with_the_status_asked_for_instead_of_an_answer(MethodDescriptor<Message, Message> method)
            throws InterruptedException {
        com.google.rpc.Status asked = com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                .setMessage("no more Rösti")
                .addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(DELAY).build()))
                .build();
        Behavior behavior = Behavior.newBuilder()
                .setFailure(Failure.newBuilder().setStatus(asked))
                .setTrailerDelay(delay())
                .build();

        RecordingCall<Message, Message> call = call(method, behavior);

        assertThat(call.messages()).isEmpty();
        assertThat(StatusProto.fromStatusAndTrailers(call.status(), call.trailers()))
                .isEqualTo(asked);
        assertThat(call.closedMillis()).isGreaterThanOrEqualTo(DELAY_MILLIS);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void pads_every_answer(MethodDescriptor<Message, Message> method) throws InterruptedException {
        RecordingCall<Message, Message> call =
                call(method, Behavior.newBuilder().setPaddingBytes(1 << 20).build());

        assertThat(call.messages())
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(padding(answer).size()).isEqualTo(1 << 20));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void includes_server_and_call_info_in_the_first_response_only(MethodDescriptor<Message, Message> method)
            throws InterruptedException {
        Behavior behavior = Behavior.newBuilder()
                .setIncludeServerInfo(true)
                .setIncludeCallInfo(true)
                .build();

        List<Message> answers = call(method, behavior).messages();

        ResponseInfo info = (ResponseInfo) answers.get(0).getField(field(answers.get(0), "info"));
        assertThat(info.getServer().getInstance()).isEqualTo("matterhorn");
        assertThat(info.getServer().getPid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(info.getCall().getMethod()).isEqualTo(method.getFullMethodName());
        assertThat(info.getCall().getPeer()).startsWith("127.0.0.1:");
        assertThat(answers.stream().skip(1))
                .allSatisfy(answer ->
                        assertThat(answer.hasField(field(answer, "info"))).isFalse());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void rejects_what_is_out_of_bounds_and_names_all_of_it(MethodDescriptor<Message, Message> method)
            throws InterruptedException, InvalidProtocolBufferException {
        Behavior behavior = Behavior.newBuilder()
                .setMessageDelay(Delay.newBuilder()
                        .setFixed(Duration.newBuilder().setSeconds(60).setNanos(1)))
                .setPaddingBytes((1 << 20) + 1)
                .build();

        RecordingCall<Message, Message> call = call(method, behavior);

        assertThat(call.messages()).isEmpty();
        com.google.rpc.Status status = StatusProto.fromStatusAndTrailers(call.status(), call.trailers());
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT.value());
        assertThat(status.getMessage()).isEqualTo("behavior.message_delay.fixed: 60.000000001s (expected: 0s to 60s)");
        assertThat(status.getDetails(0).unpack(BadRequest.class).getFieldViolationsList())
                .extracting(FieldViolation::getField)
                .containsExactly("behavior.message_delay.fixed", "behavior.padding_bytes");
        assertThat(status.getDetails(1).unpack(ErrorInfo.class))
                .isEqualTo(ErrorInfo.newBuilder()
                        .setReason("OUT_OF_BOUNDS")
                        .setDomain("yodel.dev")
                        .putMetadata("field", "behavior.message_delay.fixed")
                        .putMetadata("value", "60.000000001s")
                        .putMetadata("expected", "0s to 60s")
                        .build());
    }

    private static RecordingCall<Message, Message> call(MethodDescriptor<Message, Message> method, Behavior behavior)
            throws InterruptedException {
        Message.Builder request = prototype(method).newBuilderForType();
        request.setField(field(request, "behavior"), behavior);
        if (method.getBareMethodName().equals("Expand")) {
            request.setField(field(request, "count"), 2L);
        }
        Message once = request.build();
        RecordingCall<Message, Message> call = new RecordingCall<>(LOCAL.channel(), method);
        return method.getType().clientSendsOneMessage() ? call.exchange(once) : call.exchange(once, once);
    }

    private static Delay.Builder delay() {
        return Delay.newBuilder().setFixed(DELAY);
    }

    private static ByteString padding(Message answer) {
        return (ByteString) answer.getField(field(answer, "padding"));
    }

    private static FieldDescriptor field(MessageOrBuilder message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }

    private static Message prototype(MethodDescriptor<Message, Message> method) {
        return ((PrototypeMarshaller<Message>) method.getRequestMarshaller()).getMessagePrototype();
    }

    @SuppressWarnings("unchecked")
    private static MethodDescriptor<Message, Message> generic(MethodDescriptor<?, ?> method) {
        return (MethodDescriptor<Message, Message>) method;
    }
}

package dev.yodel.service.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.yodel.service.behavior.BehaviorGrammar;
import dev.yodel.service.behavior.BehaviorPolicy;
import dev.yodel.service.behavior.Behaviors;
import dev.yodel.service.behavior.Sequences;
import dev.yodel.service.info.ResponseInfoFactory;
import dev.yodel.service.limits.ByteBudget;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallEngineTest {

    private static final Behavior LATE = Behavior.newBuilder()
            .setMessageDelay(Delay.newBuilder().setFixed(Duration.newBuilder().setSeconds(60)))
            .build();

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final CallHandlerFactory handlers = new CallHandlerFactory(
            CpuWork.create(),
            timer,
            new ResponseInfoFactory("", Pattern.compile(""), Pattern.compile("")),
            new Behaviors(
                    BehaviorPolicy.ALL,
                    Behavior.getDefaultInstance(),
                    new Sequences(System::nanoTime, Instant::now),
                    "here",
                    (headers, key) -> List.of()),
            (method, code) -> {},
            new ByteBudget(1 << 20, 1 << 20, 1 << 20, timer),
            1 << 30,
            System::nanoTime);
    private final FakeServerCall<ChatRequest, ChatResponse> chat =
            new FakeServerCall<>(EchoServiceGrpc.getChatMethod());

    CallEngineTest() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void asks_for_the_next_request_when_the_answer_is_out() {
        ServerCall.Listener<ChatRequest> listener = start(chat, new Repeat());
        assertThat(chat.takeEvents()).containsExactly("request 1");

        listener.onMessage(request(1));

        assertThat(chat.takeEvents()).containsExactly("headers", "message seq: 1", "request 1");
    }

    @Test
    void holds_one_answer_and_asks_for_nothing_while_the_caller_does_not_read() {
        ServerCall.Listener<ChatRequest> listener = start(chat, new Repeat());
        chat.room = 0;
        listener.onMessage(request(1));
        assertThat(chat.takeEvents()).containsExactly("request 1", "headers");

        listener.onReady();
        assertThat(chat.takeEvents()).isEmpty();

        chat.room = 1;
        listener.onReady();
        assertThat(chat.takeEvents()).containsExactly("message seq: 1", "request 1");
    }

    @Test
    void a_call_that_should_never_be_answered_sends_nothing() {
        ServerCall.Listener<ChatRequest> listener = start(chat, new Repeat());
        listener.onMessage(behaving("end=never"));
        listener.onReady();
        listener.onHalfClose();

        assertThat(chat.takeEvents()).containsExactly("request 1");
        listener.onCancel();
        assertThat(chat.takeEvents()).isEmpty();
    }

    /** The one thread is that of the timer. */
    @Test
    void delayed_calls_take_no_thread_each_and_none_is_left_when_they_are_cancelled() {
        int calls = 50_000;
        List<ServerCall.Listener<ChatRequest>> delayed = new ArrayList<>();
        int threads = Thread.activeCount();
        for (int i = 0; i < calls; i++) {
            ServerCall.Listener<ChatRequest> call =
                    start(new FakeServerCall<>(EchoServiceGrpc.getChatMethod()), new Repeat());
            call.onMessage(behaving("delay=60s"));
            delayed.add(call);
        }

        assertThat(timer.getQueue()).hasSize(calls);
        assertThat(timer.getPoolSize()).isEqualTo(1);
        assertThat(Thread.activeCount()).isLessThan(threads + 20);

        delayed.forEach(ServerCall.Listener::onCancel);
        assertThat(timer.getQueue()).isEmpty();
    }

    @Test
    void a_failure_after_a_message_comes_right_after_it() {
        ServerCall.Listener<ChatRequest> listener = start(chat, new Repeat());
        listener.onMessage(behaving("error=ABORTED; error-after=1; trailer=x-a:1"));

        assertThat(chat.takeEvents()).containsExactly("request 1", "headers", "message", "close ABORTED");
        assertThat(chat.trailers.get(Metadata.Key.of("x-a", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("1");
    }

    @Test
    void a_stream_is_reset_only_when_the_transport_has_written_everything() {
        ServerCall.Listener<ChatRequest> listener = start(chat, new Repeat());
        chat.room = 1;
        listener.onMessage(behaving("end=reset; error=ABORTED; error-after=1"));
        assertThat(chat.takeEvents()).containsExactly("request 1", "headers", "message");

        chat.room = 1;
        listener.onReady();
        assertThat(chat.takeEvents()).containsExactly("message ENDING_RESET");
    }

    @Test
    void answers_what_is_left_before_it_ends() {
        ServerCall.Listener<ChatRequest> listener = start(chat, new Repeat());
        chat.room = 0;
        listener.onMessage(request(1));
        listener.onHalfClose();
        assertThat(chat.takeEvents()).containsExactly("request 1", "headers");

        chat.room = 1;
        listener.onReady();

        assertThat(chat.takeEvents()).containsExactly("message seq: 1", "close OK");
    }

    @Test
    void sends_a_stream_only_while_the_caller_reads() {
        FakeServerCall<ExpandRequest, ExpandResponse> expand = new FakeServerCall<>(EchoServiceGrpc.getExpandMethod());
        expand.room = 2;
        ServerCall.Listener<ExpandRequest> listener = start(expand, ExpandRequest::getBehavior, new Count(5));
        listener.onMessage(ExpandRequest.getDefaultInstance());
        listener.onHalfClose();
        assertThat(expand.takeEvents()).containsExactly("request 2", "headers", "message", "message seq: 1");

        expand.room = 2;
        listener.onReady();
        assertThat(expand.takeEvents()).containsExactly("message seq: 2", "message seq: 3");

        expand.room = 2;
        listener.onReady();
        assertThat(expand.takeEvents()).containsExactly("message seq: 4", "close OK");
    }

    @Test
    void a_delayed_answer_holds_the_next_request_off() {
        ServerCall.Listener<ChatRequest> listener = start(chat, new Repeat());
        listener.onMessage(ChatRequest.newBuilder().setBehavior(LATE).build());
        listener.onReady();

        assertThat(chat.takeEvents()).containsExactly("request 1", "headers");
        assertThat(timer.getQueue()).hasSize(1);
    }

    @Test
    void a_call_that_is_cancelled_frees_its_delay() {
        ServerCall.Listener<ChatRequest> listener = start(chat, new Repeat());
        listener.onMessage(ChatRequest.newBuilder().setBehavior(LATE).build());

        listener.onCancel();

        assertThat(timer.getQueue()).isEmpty();
        chat.takeEvents();
        listener.onReady();
        listener.onHalfClose();
        assertThat(chat.takeEvents()).isEmpty();
    }

    @Test
    void logic_that_fails_after_a_delay_ends_its_call() throws InterruptedException {
        Behavior behavior = Behavior.newBuilder()
                .setHeaderDelay(
                        Delay.newBuilder().setFixed(Duration.newBuilder().setNanos(1_000_000)))
                .build();
        ServerCall.Listener<ChatRequest> listener = start(chat, new Repeat() {
            @Override
            public ChatResponse next() {
                throw new IllegalStateException("on purpose");
            }
        });
        listener.onMessage(ChatRequest.newBuilder().setBehavior(behavior).build());

        timer.shutdown();
        assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        assertThat(chat.takeEvents()).containsExactly("request 1", "headers", "close UNKNOWN");
        assertThat(chat.status).isNotNull();
        assertThat(chat.status.getCode()).isEqualTo(Status.Code.UNKNOWN);
    }

    @Test
    void ignores_what_still_comes_after_a_rejection() {
        ServerCall.Listener<ChatRequest> listener = start(chat, new Repeat());
        listener.onMessage(ChatRequest.newBuilder()
                .setBehavior(Behavior.newBuilder().setPaddingBytes(-1))
                .build());
        assertThat(chat.takeEvents()).containsExactly("request 1", "close INVALID_ARGUMENT");

        listener.onMessage(request(1));
        listener.onHalfClose();
        listener.onReady();

        assertThat(chat.takeEvents()).isEmpty();
    }

    private ServerCall.Listener<ChatRequest> start(
            ServerCall<ChatRequest, ChatResponse> call, CallLogic<ChatRequest, ChatResponse> logic) {
        return start(call, ChatRequest::getBehavior, logic);
    }

    private <ReqT, RespT> ServerCall.Listener<ReqT> start(
            ServerCall<ReqT, RespT> call, Function<ReqT, Behavior> behaviorOf, CallLogic<ReqT, RespT> logic) {
        return handlers.method(call.getMethodDescriptor(), behaviorOf, () -> logic)
                .getServerCallHandler()
                .startCall(call, new Metadata());
    }

    private static ChatRequest behaving(String text) {
        return ChatRequest.newBuilder()
                .setBehavior(BehaviorGrammar.parse("test", text))
                .build();
    }

    private static ChatRequest request(long seq) {
        return ChatRequest.newBuilder().setSeq(seq).build();
    }

    /** Answers each request once. */
    private static class Repeat implements CallLogic<ChatRequest, ChatResponse> {

        private @Nullable ChatRequest unanswered;

        @Override
        public void accept(ChatRequest request) {
            unanswered = request;
        }

        @Override
        public @Nullable ChatResponse next() {
            ChatRequest request = unanswered;
            unanswered = null;
            return request == null
                    ? null
                    : ChatResponse.newBuilder().setSeq(request.getSeq()).build();
        }
    }

    /** Answers a number of times. */
    private static final class Count implements CallLogic<ExpandRequest, ExpandResponse> {

        private final int count;
        private int seq;

        Count(int count) {
            this.count = count;
        }

        @Override
        public void accept(ExpandRequest request) {}

        @Override
        public @Nullable ExpandResponse next() {
            return seq == count
                    ? null
                    : ExpandResponse.newBuilder().setSeq(seq++).build();
        }
    }
}

package dev.yodel.grpc.dynamic.reflection;

import dev.yodel.grpc.dynamic.schema.SchemaException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream to a reflection service: requests go out as they are asked, answers come back in the same order.
 *
 * <p>Everything happens in grpc's callbacks, which come one after the other, so there is nothing to lock. The first
 * requests are sent from {@code onReady} for this reason and not from the thread that opens the stream.
 */
final class ReflectionStream extends ClientCall.Listener<ServerReflectionResponse> {
    private final Queue<Consumer<ServerReflectionResponse>> waiting = new ArrayDeque<>();
    private @Nullable ClientCall<ServerReflectionRequest, ServerReflectionResponse> call;
    private @Nullable ReflectionQuery<?> question;
    private boolean begun;

    void start(
            Channel channel,
            MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> method,
            Deadline until,
            ReflectionLimits limits,
            Metadata headers,
            ReflectionQuery<?> asked) {
        question = asked;
        CallOptions options = CallOptions.DEFAULT.withDeadline(until).withMaxInboundMessageSize(limits.bytes());
        ClientCall<ServerReflectionRequest, ServerReflectionResponse> opened = channel.newCall(method, options);
        call = opened;
        opened.start(this, headers);
        opened.request(1);
    }

    void ask(ServerReflectionRequest request, Consumer<ServerReflectionResponse> then) {
        waiting.add(then);
        if (call != null) {
            call.sendMessage(request);
        }
    }

    @Override
    public void onReady() {
        if (!begun && question != null) {
            begun = true;
            guarded(question::begin);
        }
    }

    @Override
    public void onMessage(ServerReflectionResponse response) {
        Consumer<ServerReflectionResponse> next = waiting.poll();
        if (next != null) {
            guarded(() -> next.accept(response));
        }
        if (call != null) {
            call.request(1);
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (question != null) {
            Status end = status.isOk()
                    ? Status.UNKNOWN.withDescription("the server ended the stream before it had answered")
                    : status;
            // No effect where the answer is there already.
            question.answer().completeExceptionally(new ReflectionFailure(end));
        }
    }

    private void guarded(Runnable step) {
        if (question == null || call == null || question.answer().isDone()) {
            return;
        }
        try {
            step.run();
            if (question.answer().isDone()) {
                call.halfClose();
            }
        } catch (SchemaException e) {
            question.answer().completeExceptionally(e);
            call.cancel("the answer is of no use", e);
        }
    }
}

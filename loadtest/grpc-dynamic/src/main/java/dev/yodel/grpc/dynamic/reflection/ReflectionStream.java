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
 * One stream to a reflection service. Responses arrive in the order of the requests.
 *
 * <p>It needs no lock, as gRPC runs its callbacks one at a time. For the same reason, the first requests are sent from
 * {@code onReady} and not by the thread that opens the stream.
 */
final class ReflectionStream extends ClientCall.Listener<ServerReflectionResponse> {
    private final Queue<Consumer<ServerReflectionResponse>> pending = new ArrayDeque<>();
    private @Nullable ClientCall<ServerReflectionRequest, ServerReflectionResponse> call;
    private @Nullable ReflectionQuery<?> query;
    private boolean started;

    void start(
            Channel channel,
            MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> method,
            Deadline expiry,
            ReflectionLimits limits,
            Metadata headers,
            ReflectionQuery<?> answered) {
        query = answered;
        CallOptions options = CallOptions.DEFAULT.withDeadline(expiry).withMaxInboundMessageSize(limits.bytes());
        ClientCall<ServerReflectionRequest, ServerReflectionResponse> opened = channel.newCall(method, options);
        call = opened;
        opened.start(this, headers);
        opened.request(1);
    }

    void send(ServerReflectionRequest request, Consumer<ServerReflectionResponse> onResponse) {
        pending.add(onResponse);
        if (call != null) {
            call.sendMessage(request);
        }
    }

    @Override
    public void onReady() {
        if (!started && query != null) {
            started = true;
            guarded(query::start);
        }
    }

    @Override
    public void onMessage(ServerReflectionResponse response) {
        Consumer<ServerReflectionResponse> next = pending.poll();
        if (next != null) {
            guarded(() -> next.accept(response));
        }
        if (call != null) {
            call.request(1);
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (query != null) {
            Status end = status.isOk()
                    ? Status.UNKNOWN.withDescription("the server ended the stream before it answered")
                    : status;
            // Has no effect on a completed result.
            query.result().completeExceptionally(new ReflectionFailure(end));
        }
    }

    private void guarded(Runnable step) {
        if (query == null || call == null || query.result().isDone()) {
            return;
        }
        try {
            step.run();
            if (query.result().isDone()) {
                call.halfClose();
            }
        } catch (SchemaException e) {
            query.result().completeExceptionally(e);
            call.cancel("the response is invalid", e);
        }
    }
}

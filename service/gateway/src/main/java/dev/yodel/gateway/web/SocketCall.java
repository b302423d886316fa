package dev.yodel.gateway.web;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.yodel.gateway.call.ApiMethod;
import dev.yodel.gateway.json.BadInputException;
import dev.yodel.gateway.json.MessageJson;
import dev.yodel.gateway.limits.BodyRefusedException;
import dev.yodel.gateway.limits.BodySize;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A call as a WebSocket: a JSON message a text frame in both directions, an empty frame to half-close, and the status in the
 * close frame. A frame is asked for only when the call takes messages, and a message only when the last frame has been taken
 * by the connection. Frames are confined to the event loop of the request.
 */
final class SocketCall extends ClientCall.Listener<Message> implements Subscriber<WebSocketFrame> {

    /** The time for a call to end by itself after its client has closed the socket. */
    private static final long LINGER_SECONDS = 5;

    private final ServiceRequestContext context;
    private final Executor executor;
    private final ClientCall<Message, Message> call;
    private final ApiMethod method;
    private final int maxMessage;
    private final @Nullable BodySize size;
    private final WebSocketWriter out = WebSocket.streaming();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();

    private @Nullable Subscription frames;
    private boolean isAsking;
    private boolean isHalfClosed;
    private boolean isText;

    SocketCall(ServiceRequestContext context, ClientCall<Message, Message> call, ApiMethod method, int maxMessage) {
        this.context = context;
        executor = context.eventLoop();
        this.call = call;
        this.method = method;
        this.maxMessage = maxMessage;
        size = BodySize.of(context);
    }

    /** Starts the call; returns what the client receives. */
    WebSocket start(WebSocket in, Metadata metadata) {
        call.start(this, metadata);
        call.request(1);
        var unused = out.whenComplete().exceptionally(cause -> {
            call.cancel("the WebSocket broke off", cause);
            return null;
        });
        if (size != null) {
            // By a close frame of this call, and not by Armeria's.
            size.onRefused(this::refuse);
        }
        in.subscribe(this, context.eventLoop());
        return out;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        frames = subscription;
        ask();
    }

    @Override
    public void onNext(WebSocketFrame frame) {
        isAsking = false;
        try {
            take(frame);
            if (size != null) {
                size.passedOn(fragments.size());
            }
            ask();
        } catch (BadInputException e) {
            close(CloseReason.of(Status.INVALID_ARGUMENT.withDescription(e.getMessage())));
            call.cancel("the WebSocket has bad input", e);
        }
    }

    @Override
    public void onComplete() {
        leave();
    }

    @Override
    public void onError(Throwable cause) {
        call.cancel("the WebSocket broke off", cause);
        close(CloseReason.of(Status.CANCELLED));
    }

    @Override
    public void onReady() {
        executor.execute(this::ask);
    }

    @Override
    public void onMessage(Message message) {
        if (out.tryWrite(MessageJson.print(message))) {
            var unused = out.whenConsumed().thenRunAsync(() -> call.request(1), executor);
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        close(CloseReason.of(status));
    }

    private void refuse(BodyRefusedException e) {
        close(CloseReason.of(e.getStatus()));
        call.cancel("there is no room for the message", e);
    }

    private void ask() {
        // A call that sends one message is never reported ready; after a half-close only the close frame is to come.
        boolean takes = !method.clientStreams() || isHalfClosed || call.isReady();
        if (frames != null && !isAsking && takes) {
            isAsking = true;
            frames.request(1);
        }
    }

    private void take(WebSocketFrame frame) throws BadInputException {
        switch (frame.type()) {
            case TEXT -> {
                isText = true;
                add(frame);
            }
            case CONTINUATION -> add(frame);
            case BINARY -> throw new BadInputException("", "a binary frame (expected: JSON in text frames)");
            case PING -> pong(frame.array());
            case CLOSE -> leave();
            default -> {}
        }
    }

    private void pong(byte[] content) {
        var unused = out.tryWrite(WebSocketFrame.ofPong(content));
    }

    private void add(WebSocketFrame frame) throws BadInputException {
        byte[] part = frame.array();
        if (!isText || fragments.size() + part.length > maxMessage) {
            throw new BadInputException("", "a message is too large (expected: at most " + maxMessage + " bytes)");
        }
        fragments.writeBytes(part);
        if (frame.isFinalFragment()) {
            byte[] message = fragments.toByteArray();
            fragments.reset();
            send(message);
        }
    }

    private void send(byte[] message) throws BadInputException {
        if (message.length == 0) {
            halfClose();
        } else if (isHalfClosed) {
            throw new BadInputException(
                    "", "a message after the last one (expected: none after the empty one, which half-closes)");
        } else {
            call.sendMessage(MessageJson.parse(message, method.request()));
            if (!method.clientStreams()) {
                halfClose();
            }
        }
    }

    private void halfClose() {
        if (!isHalfClosed) {
            isHalfClosed = true;
            call.halfClose();
        }
    }

    /** The client has closed the socket: the call ends as one whose client has no more to say, and soon. */
    private void leave() {
        halfClose();
        var unused = context.eventLoop()
                .schedule(() -> call.cancel("the WebSocket was closed", null), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    private void close(CloseReason reason) {
        if (closed.compareAndSet(false, true)) {
            out.close(reason.status(), reason.text());
        }
    }
}

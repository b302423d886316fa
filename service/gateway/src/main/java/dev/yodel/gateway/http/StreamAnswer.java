package dev.yodel.gateway.http;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.yodel.gateway.call.CallHeaders;
import dev.yodel.gateway.call.ErrorJson;
import dev.yodel.gateway.call.JsonResponses;
import dev.yodel.gateway.json.BadInputException;
import dev.yodel.gateway.json.MessageJson;
import dev.yodel.gateway.limits.BodyRefusedException;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns the messages of a call into a response. The next message is asked for when the last one has been taken by the
 * connection, so the server waits for a client that reads slowly. A call that fails before its first message has the HTTP
 * status of its failure; later, the failure is the last line or event.
 */
final class StreamAnswer extends ClientCall.Listener<Message> {

    private final ClientCall<Message, Message> call;
    private final Framing framing;
    private final Executor executor;
    private final Runnable onReady;
    private final Pending answer;
    private final HttpResponseWriter response = HttpResponse.streaming();
    private final AtomicBoolean ended = new AtomicBoolean();

    private Metadata headers = new Metadata();
    private boolean started;

    /**
     * @param executor where the call is used: it is not thread-safe
     * @param onReady runs when the call takes messages again
     */
    StreamAnswer(
            ClientCall<Message, Message> call, Framing framing, Executor executor, Runnable onReady, Pending answer) {
        this.call = call;
        this.framing = framing;
        this.executor = executor;
        this.onReady = onReady;
        this.answer = answer;
    }

    /** The request cannot be used; ends call and response. */
    void fail(BadInputException e) {
        fail(ErrorJson.of(e), JsonResponses.of(e), e);
    }

    /** There is no room for the request; ends call and response. */
    void fail(BodyRefusedException e) {
        HttpStatus status = HttpStatus.TOO_MANY_REQUESTS;
        fail(
                ErrorJson.of(status.code(), e.getStatus()),
                JsonResponses.of(status, e.getStatus().getCode(), e.reason()),
                e);
    }

    private void fail(String error, HttpResponse onlyError, Exception cause) {
        if (ended.compareAndSet(false, true)) {
            call.cancel("the request cannot be used", cause);
            synchronized (this) {
                if (started) {
                    write(HttpData.ofUtf8(framing.error(error)));
                    response.close();
                } else {
                    answer.complete(onlyError);
                }
            }
        }
    }

    @Override
    public void onReady() {
        executor.execute(onReady);
    }

    @Override
    public void onHeaders(Metadata received) {
        headers = received;
    }

    @Override
    public void onMessage(Message message) {
        String json = MessageJson.print(message);
        synchronized (this) {
            if (ended.get()) {
                return;
            }
            start();
            write(HttpData.ofUtf8(framing.message(json)));
        }
        var unused = response.whenConsumed().thenRunAsync(() -> call.request(1), executor);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        synchronized (this) {
            if (!started && !status.isOk()) {
                answer.complete(JsonResponses.of(status, headers, trailers));
                return;
            }
            start();
            String last = status.isOk() ? framing.end() : framing.error(ErrorJson.of(status, trailers));
            if (!last.isEmpty()) {
                write(HttpData.ofUtf8(last));
            }
            HttpHeadersBuilder trailing = HttpHeaders.builder();
            CallHeaders.addTrailers(trailing, trailers);
            if (!trailing.isEmpty()) {
                write(trailing.build());
            }
            response.close();
        }
    }

    /** A client that has gone away takes nothing; the call is cancelled for it elsewhere. */
    private void write(HttpObject object) {
        var unused = response.tryWrite(object);
    }

    private void start() {
        if (started) {
            return;
        }
        started = true;
        ResponseHeadersBuilder first = ResponseHeaders.builder(HttpStatus.OK)
                .contentType(framing.type())
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        CallHeaders.addHeaders(first, headers);
        response.write(first.build());
        answer.complete(response);
    }
}

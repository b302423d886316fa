package dev.yodel.gateway.http;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.yodel.gateway.call.CallHeaders;
import dev.yodel.gateway.call.JsonResponses;
import dev.yodel.gateway.json.MessageJson;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns what a unary call comes to into a response. */
final class UnaryAnswer extends ClientCall.Listener<Message> {

    private final RequestHeaders request;
    private final boolean mayKeep;
    private final boolean hasLanguage;
    private final Pending answer;

    private Metadata headers = new Metadata();
    private @Nullable Message message;

    /**
     * @param mayKeep whether caches may keep the answer
     * @param hasLanguage whether it depends on {@code Accept-Language}
     */
    UnaryAnswer(RequestHeaders request, boolean mayKeep, boolean hasLanguage, Pending answer) {
        this.request = request;
        this.mayKeep = mayKeep;
        this.hasLanguage = hasLanguage;
        this.answer = answer;
    }

    @Override
    public void onHeaders(Metadata received) {
        headers = received;
    }

    @Override
    public void onMessage(Message received) {
        message = received;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        try {
            answer.complete(
                    status.isOk() && message != null
                            ? ok(message, trailers)
                            : JsonResponses.of(status, headers, trailers));
        } catch (RuntimeException e) {
            answer.fail(e);
        }
    }

    private HttpResponse ok(Message received, Metadata trailers) {
        byte[] body = (MessageJson.print(received) + "\n").getBytes(StandardCharsets.UTF_8);
        ResponseHeadersBuilder response = ResponseHeaders.builder(HttpStatus.OK)
                .contentType(MediaType.JSON)
                .set(HttpHeaderNames.ACCEPT_RANGES, "none");
        CallHeaders.addHeaders(response, headers);
        CallHeaders.addTrailers(response, trailers);
        String language = hasLanguage ? AnswerLanguage.of(received) : null;
        if (language != null) {
            response.set(HttpHeaderNames.CONTENT_LANGUAGE, language);
        }
        if (!mayKeep) {
            response.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        } else if (Caching.matches(
                request.get(HttpHeaderNames.IF_NONE_MATCH), Caching.addTo(response, request, body))) {
            return HttpResponse.of(response.status(HttpStatus.NOT_MODIFIED)
                    .removeAndThen(HttpHeaderNames.CONTENT_TYPE)
                    .build());
        }
        if (Gzip.applies(request, body.length)) {
            response.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
            body = Gzip.compress(body);
        }
        return HttpResponse.of(response.build(), HttpData.wrap(body));
    }
}

package dev.yodel.gateway.http;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.yodel.gateway.call.ApiMethod;
import dev.yodel.gateway.call.CallHeaders;
import dev.yodel.gateway.call.JsonResponses;
import dev.yodel.gateway.call.Upstream;
import dev.yodel.gateway.json.BadInputException;
import dev.yodel.gateway.limits.BodySize;
import io.grpc.ClientCall;
import io.grpc.Status;

/**
 * A streaming method as HTTP/JSON: requests of a stream are lines of the body, responses of a stream are lines or events. A
 * bidirectional one answers while the body is being sent.
 */
final class StreamService implements HttpService {

    private static final String LINES = "application/x-ndjson";

    private final ApiMethod method;
    private final Upstream upstream;
    private final int maxLine;

    StreamService(ApiMethod method, Upstream upstream, int maxLine) {
        this.method = method;
        this.upstream = upstream;
        this.maxLine = maxLine;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        Pending answer = new Pending(context);
        try {
            if (method.clientStreams() && isLines(request.headers())) {
                context.clearRequestTimeout();
                lines(context, request, answer);
            } else {
                one(context, request, answer);
            }
        } catch (BadInputException e) {
            request.abort();
            answer.complete(JsonResponses.of(e));
        }
        return answer.response();
    }

    private void lines(ServiceRequestContext context, HttpRequest request, Pending answer) throws BadInputException {
        Runnable[] ready = {() -> {}}; // Used by the event loop of the request alone.
        Exchange exchange = start(context, request.headers(), () -> ready[0].run(), answer);
        LinesBody body = new LinesBody(exchange.call, method.request(), maxLine, exchange.answer, BodySize.of(context));
        ready[0] = body::proceed;
        request.subscribe(body, context.eventLoop());
    }

    private void one(ServiceRequestContext context, HttpRequest request, Pending answer) {
        var unused = request.aggregate().handle((body, failure) -> {
            if (failure != null) {
                answer.fail(failure);
                return null;
            }
            context.clearRequestTimeout();
            try {
                Message message = method.isGet()
                        ? RequestMessages.parameters(context, method).message(method.request())
                        : RequestMessages.body(context, method, body);
                ClientCall<Message, Message> call = start(context, body.headers(), () -> {}, answer).call;
                call.sendMessage(message);
                call.halfClose();
            } catch (BadInputException e) {
                answer.complete(JsonResponses.of(e));
            } catch (UnsupportedTypeException e) {
                String more = method.clientStreams() ? ", or " + LINES + " for several messages" : "";
                answer.complete(JsonResponses.of(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE, Status.Code.INVALID_ARGUMENT, e.getMessage() + more));
            } catch (RuntimeException e) {
                answer.fail(e);
            }
            return null;
        });
    }

    private Exchange start(ServiceRequestContext context, RequestHeaders headers, Runnable onReady, Pending answer)
            throws BadInputException {
        ClientCall<Message, Message> call = upstream.channel().newCall(method.grpc(), CallHeaders.options(headers));
        Framing framing = method.serverStreams() ? Framing.accepted(headers) : Framing.SINGLE;
        StreamAnswer stream = new StreamAnswer(call, framing, context.eventLoop(), onReady, answer);
        call.start(stream, CallHeaders.metadata(context, headers));
        answer.tie(call);
        call.request(1);
        return new Exchange(call, stream);
    }

    private static boolean isLines(RequestHeaders headers) {
        MediaType type = headers.contentType();
        return type != null
                && type.type().equals("application")
                && type.subtype().matches("x-ndjson|jsonl|x-jsonlines");
    }

    private record Exchange(ClientCall<Message, Message> call, StreamAnswer answer) {}
}

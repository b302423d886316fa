package dev.yodel.gateway.http;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.yodel.gateway.call.ApiMethod;
import dev.yodel.gateway.call.CallHeaders;
import dev.yodel.gateway.call.JsonResponses;
import dev.yodel.gateway.call.Upstream;
import dev.yodel.gateway.json.BadInputException;
import dev.yodel.gateway.json.Parameters;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;

/** A unary method as HTTP/JSON. */
final class UnaryService implements HttpService {

    private final ApiMethod method;
    private final Upstream upstream;
    private final AnswerLanguage language;

    UnaryService(ApiMethod method, Upstream upstream, AnswerLanguage language) {
        this.method = method;
        this.upstream = upstream;
        this.language = language;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        Pending answer = new Pending(context);
        var unused = request.aggregate().handle((body, failure) -> {
            if (failure != null) {
                answer.fail(failure);
                return null;
            }
            // From here on the caller's deadline and the limits of the server apply.
            context.clearRequestTimeout();
            try {
                call(context, body, answer);
            } catch (BadInputException e) {
                answer.complete(JsonResponses.of(e));
            } catch (UnsupportedTypeException e) {
                answer.complete(JsonResponses.of(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        Status.Code.INVALID_ARGUMENT,
                        String.valueOf(e.getMessage())));
            } catch (RuntimeException e) {
                answer.fail(e);
            }
            return null;
        });
        return answer.response();
    }

    private void call(ServiceRequestContext context, AggregatedHttpRequest request, Pending answer)
            throws BadInputException, UnsupportedTypeException {
        RequestHeaders headers = request.headers();
        // Added to what the decorator for other origins has set.
        String vary = language.applies(method) ? "accept-encoding, accept-language" : "accept-encoding";
        context.mutateAdditionalResponseHeaders(more -> more.add(HttpHeaderNames.VARY, vary));
        Message message;
        boolean mayKeep = false;
        if (method.isGet()) {
            Parameters parameters = RequestMessages.parameters(context, method);
            mayKeep = Caching.applies(method, parameters, headers);
            language.addTo(parameters, method, headers);
            message = parameters.message(method.request());
        } else {
            message = RequestMessages.body(context, method, request);
        }
        Metadata metadata = CallHeaders.metadata(context, headers);
        CallOptions options = CallHeaders.options(headers);
        ClientCall<Message, Message> call = upstream.channel().newCall(method.grpc(), options);
        call.start(new UnaryAnswer(headers, mayKeep, language.applies(method), answer), metadata);
        answer.tie(call);
        call.request(2);
        call.sendMessage(message);
        call.halfClose();
    }
}

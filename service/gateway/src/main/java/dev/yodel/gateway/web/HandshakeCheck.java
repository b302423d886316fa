package dev.yodel.gateway.web;

import com.google.common.base.Ascii;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import dev.yodel.gateway.call.JsonResponses;
import io.grpc.Status;
import java.util.List;

/**
 * Refuses requests that are no handshake of a WebSocket, and WebSockets of other web sites' pages: browsers open them to any host, with no question as for other requests. A
 * client that is no browser sends no {@code Origin}.
 */
final class HandshakeCheck extends SimpleDecoratingHttpService {

    private final List<String> origins;

    HandshakeCheck(HttpService delegate, List<String> origins) {
        super(delegate);
        this.origins = List.copyOf(origins);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        RequestHeaders headers = request.headers();
        if (headers.method() != HttpMethod.CONNECT
                && !"websocket".equalsIgnoreCase(headers.get(HttpHeaderNames.UPGRADE))) {
            request.abort();
            return JsonResponses.of(
                    HttpStatus.METHOD_NOT_ALLOWED,
                    Status.Code.UNIMPLEMENTED,
                    headers.method() + " " + headers.path()
                            + ": no such method here (expected: POST, or the handshake of a WebSocket)");
        }
        String own =
                Ascii.toLowerCase((context.sessionProtocol().isTls() ? "https://" : "http://") + headers.authority());
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin == null) {
            // Armeria refuses what has none.
            HttpRequest known = request.withHeaders(headers.toBuilder().set(HttpHeaderNames.ORIGIN, own));
            context.updateRequest(known);
            return unwrap().serve(context, known);
        }
        if (own.equals(Ascii.toLowerCase(origin)) || origins.contains("*") || origins.contains(origin)) {
            return unwrap().serve(context, request);
        }
        request.abort();
        return JsonResponses.of(
                HttpStatus.FORBIDDEN,
                Status.Code.PERMISSION_DENIED,
                "Origin: " + origin + " (expected: " + own + ", or one of --http-origins)");
    }
}

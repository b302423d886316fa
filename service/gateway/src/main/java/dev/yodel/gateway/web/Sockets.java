package dev.yodel.gateway.web;

import com.google.common.base.Splitter;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketService;
import dev.yodel.gateway.call.ApiMethod;
import dev.yodel.gateway.call.CallHeaders;
import dev.yodel.gateway.call.Upstream;
import dev.yodel.gateway.json.BadInputException;
import dev.yodel.service.gateway.GatewaySetup;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;

/** The WebSockets: one for each streaming method that has a path for POST, at the same path. */
public final class Sockets {

    /** The subprotocol, for clients that name one; a browser gives its token by another, {@code bearer.TOKEN}. */
    private static final String PROTOCOL = "yodel.v1";

    private static final String BEARER = "bearer.";

    /** A frame is in memory before the server's budgets see it. */
    private static final int MAX_MESSAGE = 1 << 20;

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ApiMethod method;
    private final Upstream upstream;

    private Sockets(ApiMethod method, Upstream upstream) {
        this.method = method;
        this.upstream = upstream;
    }

    /** Adds a route for each method. */
    public static void addTo(ServerBuilder server, List<ApiMethod> methods, Upstream upstream, GatewaySetup setup) {
        for (ApiMethod method : methods) {
            if (method.isUnary() || method.isGet()) {
                continue;
            }
            Route route = Route.builder()
                    .path("exact:" + method.path())
                    .methods(HttpMethod.GET, HttpMethod.CONNECT)
                    .build();
            Sockets sockets = new Sockets(method, upstream);
            WebSocketService service = WebSocketService.builder(sockets::open)
                    .maxFramePayloadLength(MAX_MESSAGE)
                    .subprotocols(PROTOCOL)
                    .allowedOrigin(origin -> true) // Decided by HandshakeCheck.
                    .build();
            server.route()
                    .addRoute(route)
                    .decorator(delegate -> new HandshakeCheck(delegate, setup.origins()))
                    .build(service);
        }
    }

    private WebSocket open(ServiceRequestContext context, WebSocket in) {
        RequestHeaders headers = context.request().headers();
        try {
            Metadata metadata = CallHeaders.metadata(context, headers);
            String token = token(headers);
            if (!token.isEmpty()) {
                metadata.put(AUTHORIZATION, "Bearer " + token);
            }
            ClientCall<Message, Message> call = upstream.channel().newCall(method.grpc(), CallHeaders.options(headers));
            return new SocketCall(context, call, method, MAX_MESSAGE).start(in, metadata);
        } catch (BadInputException e) {
            in.abort();
            WebSocketWriter out = WebSocket.streaming();
            CloseReason reason = CloseReason.of(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
            out.close(reason.status(), reason.text());
            return out;
        }
    }

    /** A browser cannot set headers of a WebSocket other than its subprotocols. */
    private static String token(RequestHeaders headers) {
        return Splitter.on(',')
                .trimResults()
                .splitToStream(headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, ""))
                .filter(protocol -> protocol.startsWith(BEARER))
                .map(protocol -> protocol.substring(BEARER.length()))
                .findFirst()
                .orElse("");
    }
}

package dev.yodel.gateway.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import dev.yodel.gateway.call.ApiMethod;
import dev.yodel.gateway.call.Upstream;
import dev.yodel.service.gateway.GatewaySetup;
import java.util.List;

/** The paths of HTTP/JSON. */
public final class JsonRoutes {

    /** JSON has base64 for bytes, escapes and names: it is larger than the message. */
    private static final int JSON_FACTOR = 3;

    private static final int JSON_EXTRA = 64 << 10;

    private JsonRoutes() {}

    /** Adds a route for each method. */
    public static void addTo(ServerBuilder server, List<ApiMethod> methods, Upstream upstream, GatewaySetup setup) {
        long maxBody = maxBody(setup);
        int maxLine = (int) Math.min(Integer.MAX_VALUE, maxBody);
        AnswerLanguage language = new AnswerLanguage(setup.languages());
        for (ApiMethod method : methods) {
            Route route = route(method);
            var binding = server.route().addRoute(route).requestTimeout(setup.bodyTimeout());
            // A stream of lines has a limit for each line.
            binding.maxRequestLength(method.clientStreams() ? 0 : maxBody);
            binding.build(
                    method.isUnary()
                            ? new UnaryService(method, upstream, language)
                            : new StreamService(method, upstream, maxLine));
        }
    }

    /** The maximum size of the body of a single request, and of a line of a stream, in bytes. */
    public static long maxBody(GatewaySetup setup) {
        return (long) JSON_FACTOR * setup.maxMessageSize() + JSON_EXTRA;
    }

    private static Route route(ApiMethod method) {
        String path = method.path();
        // A segment that begins with a colon would be a variable.
        return Route.builder()
                .path(path.contains("{") ? path : "exact:" + path)
                .methods(method.isGet() ? List.of(HttpMethod.GET, HttpMethod.HEAD) : List.of(HttpMethod.POST))
                .build();
    }
}

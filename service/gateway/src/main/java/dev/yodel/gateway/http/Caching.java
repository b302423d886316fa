package dev.yodel.gateway.http;

import com.google.common.base.Splitter;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.yodel.gateway.call.ApiMethod;
import dev.yodel.gateway.json.Parameters;
import dev.yodel.v1.GreetingServiceGrpc;
import org.jspecify.annotations.Nullable;

/**
 * Which answers may be kept, and how they are named. A greeting is the same for all who ask; an answer with a behavior, and
 * everything else, is not kept. Names are weak ETags, because the bytes differ when compressed.
 */
final class Caching {

    private static final String MAX_AGE = "max-age=60";

    private Caching() {}

    static boolean applies(ApiMethod method, Parameters parameters, RequestHeaders headers) {
        return method.isGet()
                && GreetingServiceGrpc.SERVICE_NAME.equals(method.grpc().getServiceName())
                && !parameters.has("behavior")
                && headers.names().stream().noneMatch(name -> name.toString().contains("yodel-behavior"));
    }

    /** Adds the headers of an answer that may be kept; returns its name. */
    static String addTo(ResponseHeadersBuilder response, RequestHeaders request, byte[] body) {
        boolean isPrivate = request.contains(HttpHeaderNames.AUTHORIZATION);
        String name = "W/\""
                + BaseEncoding.base64Url()
                        .omitPadding()
                        .encode(Hashing.sha256().hashBytes(body).asBytes(), 0, 16) + "\"";
        response.set(HttpHeaderNames.CACHE_CONTROL, (isPrivate ? "private, " : "public, ") + MAX_AGE);
        response.set(HttpHeaderNames.ETAG, name);
        return name;
    }

    /** Whether {@code If-None-Match} lists a name, by weak comparison (RFC 9110, section 13.1.2). */
    static boolean matches(@Nullable String ifNoneMatch, String name) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        String strong = name.substring(2);
        return Splitter.on(',')
                .trimResults()
                .splitToStream(ifNoneMatch)
                .map(given -> given.startsWith("W/") ? given.substring(2) : given)
                .anyMatch(strong::equals);
    }
}

package dev.yodel.gateway.page;

import com.google.common.io.Resources;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.docs.DocService;
import dev.yodel.gateway.http.Gzip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The pages, which are files of this package: the index, the chat, and what they load. */
public final class Pages {

    /** Scripts and styles of this server alone, connections to this server alone; no frame around. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Armeria's page sets styles and scripts in itself, and would load fonts from another site. */
    private static final String DOCS_POLICY =
            "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:;"
                    + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:;"
                    + " base-uri 'none'; frame-ancestors 'none'";

    private Pages() {}

    /** Adds their paths, those of Armeria's documentation of the methods, and that of an OpenAPI document. */
    public static void addTo(ServerBuilder server, String openApi) {
        server.serviceUnder(
                "/docs",
                DocService.builder()
                        .webAppTitle("Yodel")
                        .build()
                        .decorate((delegate, context, request) -> delegate.serve(context, request)
                                .mapHeaders(headers -> headers.toBuilder()
                                        .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, DOCS_POLICY)
                                        .build())));
        server.service("/", new Page(MediaType.HTML_UTF_8, file("index.html")))
                .service("/chat", new Page(MediaType.HTML_UTF_8, file("chat.html")))
                .service("/chat.js", new Page(MediaType.JAVASCRIPT_UTF_8, file("chat.js")))
                .service("/style.css", new Page(MediaType.CSS_UTF_8, file("style.css")))
                .service("/v1/openapi.json", new Page(MediaType.JSON, openApi.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] file(String name) {
        try {
            return Resources.toByteArray(Resources.getResource(Pages.class, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Page implements HttpService {

        private final MediaType type;
        private final HttpData content;
        private final HttpData compressed;

        Page(MediaType type, byte[] content) {
            this.type = type;
            this.content = HttpData.wrap(content);
            compressed = HttpData.wrap(Gzip.compress(content));
        }

        @Override
        public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
            ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.OK)
                    .contentType(type)
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                    .set(HttpHeaderNames.VARY, "accept-encoding")
                    .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                    .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                    .set(HttpHeaderNames.REFERRER_POLICY, "no-referrer");
            if (Gzip.applies(request.headers(), content.length())) {
                return HttpResponse.of(
                        headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip").build(), compressed);
            }
            return HttpResponse.of(headers.build(), content);
        }
    }
}

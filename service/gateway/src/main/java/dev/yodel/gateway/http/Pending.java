package dev.yodel.gateway.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.ClientCall;
import java.util.concurrent.CompletableFuture;

/** A response that is not known yet. If its client goes away, the call behind it is cancelled. Thread-safe. */
final class Pending {

    private final ServiceRequestContext context;
    private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    private final HttpResponse response = HttpResponse.of(answer);

    Pending(ServiceRequestContext context) {
        this.context = context;
    }

    /** What the HTTP server sends. */
    HttpResponse response() {
        return response;
    }

    void complete(HttpResponse known) {
        answer.complete(known);
    }

    void fail(Throwable cause) {
        answer.completeExceptionally(cause);
    }

    /** Ties a call to the client of this response. */
    void tie(ClientCall<?, ?> call) {
        var unused = response.whenComplete().exceptionally(cause -> {
            call.cancel("the HTTP client went away", cause);
            return null;
        });
        var unusedToo =
                context.whenRequestCancelling().thenAccept(cause -> call.cancel("the HTTP request ended", cause));
    }
}

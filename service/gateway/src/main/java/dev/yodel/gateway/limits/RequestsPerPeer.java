package dev.yodel.gateway.limits;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import dev.yodel.gateway.call.JsonResponses;
import dev.yodel.service.gateway.GatewayClients;
import io.grpc.Status;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Limits the requests that one client address may have open: for the server all of them come from the gateway. Thread-safe.
 */
public final class RequestsPerPeer {

    private final GatewayClients clients;
    private final int max;
    private final ConcurrentMap<String, Integer> open = new ConcurrentHashMap<>();

    public RequestsPerPeer(GatewayClients clients, int max) {
        this.clients = clients;
        this.max = max;
    }

    public Function<HttpService, HttpService> decorator() {
        return Limited::new;
    }

    private boolean enter(String peer) {
        return open.merge(peer, 1, Integer::sum) <= max;
    }

    private void leave(String peer) {
        open.computeIfPresent(peer, (name, count) -> count == 1 ? null : count - 1);
    }

    private final class Limited extends SimpleDecoratingHttpService {

        Limited(HttpService delegate) {
            super(delegate);
        }

        @Override
        public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
            @Nullable String peer = clients.countedAs(context.clientAddress());
            if (peer == null) {
                return unwrap().serve(context, request);
            }
            boolean within = enter(peer);
            var unused = context.log().whenComplete().thenRun(() -> leave(peer));
            if (within) {
                return unwrap().serve(context, request);
            }
            request.abort();
            return JsonResponses.of(
                    HttpStatus.TOO_MANY_REQUESTS,
                    Status.Code.RESOURCE_EXHAUSTED,
                    "too many open requests of one client (expected: at most " + max + ", --max-calls-per-peer)");
        }
    }
}

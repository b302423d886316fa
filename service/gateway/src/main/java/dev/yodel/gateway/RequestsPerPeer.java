package dev.yodel.gateway;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import dev.yodel.gateway.http.JsonResponses;
import io.grpc.Status;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Limits the requests that one client address may have open: for the server all of them come from the gateway. Thread-safe.
 */
final class RequestsPerPeer {

    private final int max;
    private final ConcurrentMap<InetAddress, Integer> open = new ConcurrentHashMap<>();

    RequestsPerPeer(int max) {
        this.max = max;
    }

    Function<HttpService, HttpService> decorator() {
        return Limited::new;
    }

    private boolean enter(InetAddress peer) {
        return open.merge(peer, 1, Integer::sum) <= max;
    }

    private void leave(InetAddress peer) {
        open.computeIfPresent(peer, (address, count) -> count == 1 ? null : count - 1);
    }

    private final class Limited extends SimpleDecoratingHttpService {

        Limited(HttpService delegate) {
            super(delegate);
        }

        @Override
        public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
            InetAddress peer = context.clientAddress();
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

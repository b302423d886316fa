package dev.yodel.gateway.limits;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import dev.yodel.service.gateway.GatewayClients;
import java.util.function.Function;

/**
 * Bounds the bodies that are incomplete or not answered yet: many clients that send all but the last byte must not fill the
 * memory.
 */
public final class BodyLimit {

    private final GatewayClients clients;
    private final BodyMemory memory;

    /**
     * @param max bytes of all bodies together
     * @param maxPerPeer bytes of the bodies of one client address
     */
    public BodyLimit(GatewayClients clients, long max, long maxPerPeer) {
        this.clients = clients;
        memory = new BodyMemory(max, maxPerPeer);
    }

    public Function<HttpService, HttpService> decorator() {
        return Limited::new;
    }

    private final class Limited extends SimpleDecoratingHttpService {

        Limited(HttpService delegate) {
            super(delegate);
        }

        @Override
        public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
            if (request.isEmpty()) {
                return unwrap().serve(context, request);
            }
            BodySize size = new BodySize(memory, clients.countedAs(context.clientAddress()));
            size.attachTo(context);
            var unused = context.log().whenComplete().thenRun(size::close);
            HttpRequest counted = HttpRequest.of(
                    request.headers(),
                    new CountedBody(
                            request,
                            context.eventLoop(),
                            size,
                            refused -> clients.refused("request-memory", refused.reason())));
            context.updateRequest(counted);
            return unwrap().serve(context, counted);
        }
    }
}

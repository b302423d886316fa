package dev.yodel.gateway.limits;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;

/**
 * A service whose requests come to it before their bodies. The HTTP server would collect the body of a unary call first, and
 * ask for limits after that.
 */
public final class Uncollected extends SimpleDecoratingHttpService {

    public Uncollected(HttpService delegate) {
        super(delegate);
    }

    @Override
    public ExchangeType exchangeType(RoutingContext context) {
        return ExchangeType.BIDI_STREAMING;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        return unwrap().serve(context, request);
    }
}

package dev.yodel.gateway;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.util.TlsEngineType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerPort;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.cors.CorsServiceBuilder;
import dev.yodel.gateway.call.ApiMethod;
import dev.yodel.gateway.call.Upstream;
import dev.yodel.gateway.http.JsonRoutes;
import dev.yodel.gateway.limits.BodyLimit;
import dev.yodel.gateway.limits.ConnectionLimit;
import dev.yodel.gateway.limits.RequestsPerPeer;
import dev.yodel.gateway.limits.Uncollected;
import dev.yodel.gateway.page.OpenApi;
import dev.yodel.gateway.page.Pages;
import dev.yodel.gateway.web.GrpcWeb;
import dev.yodel.gateway.web.Sockets;
import dev.yodel.service.gateway.Gateway;
import dev.yodel.service.gateway.GatewaySetup;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.GreetingServiceGrpc;
import dev.yodel.v1.RoomServiceGrpc;
import io.grpc.ServiceDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.X509KeyManager;

/** The running gateway: creates, starts and closes its parts. */
final class ArmeriaGateway implements Gateway {

    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration SHUTDOWN = Duration.ofSeconds(2);

    private static final List<ServiceDescriptor> SERVICES = List.of(
            GreetingServiceGrpc.getServiceDescriptor(),
            EchoServiceGrpc.getServiceDescriptor(),
            RoomServiceGrpc.getServiceDescriptor());

    private final Server server;
    private final Upstream upstream;

    private ArmeriaGateway(Server server, Upstream upstream) {
        this.server = server;
        this.upstream = upstream;
    }

    static ArmeriaGateway start(GatewaySetup setup) throws IOException {
        Upstream upstream = new Upstream(setup);
        Server server = build(setup, upstream);
        try {
            server.start().join();
        } catch (CompletionException e) {
            server.close();
            upstream.close();
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        }
        return new ArmeriaGateway(server, upstream);
    }

    @Override
    public int port() {
        ServerPort port = server.activePort();
        if (port == null) {
            throw new IllegalStateException("not listening");
        }
        return port.localAddress().getPort();
    }

    @Override
    public void close() {
        server.close();
        upstream.close();
    }

    private static Server build(GatewaySetup setup, Upstream upstream) {
        List<ApiMethod> methods = ApiMethod.of(SERVICES);
        X509KeyManager identity = setup.identity();
        ConnectionLimit connections = new ConnectionLimit(setup.clients(), identity != null);
        ServerBuilder server = Server.builder()
                .port(setup.address(), identity == null ? SessionProtocol.HTTP : SessionProtocol.HTTPS)
                .childChannelPipelineCustomizer(connections::accept)
                .idleTimeout(IDLE)
                .requestTimeout(
                        Duration.ZERO) // A path that takes single bodies has its own; for calls, the server's apply.
                .maxRequestLength(0) // Of messages, not of streams.
                .http1MaxHeaderSize(setup.maxMetadataSize())
                .http2MaxHeaderListSize(setup.maxMetadataSize())
                .gracefulShutdownTimeout(Duration.ZERO, SHUTDOWN)
                .unloggedExceptionsReportInterval(Duration.ZERO)
                .disableServerHeader()
                .disableDateHeader()
                .errorHandler(new JsonErrors());
        if (identity != null) {
            // The key manager follows the files: a new certificate needs no restart.
            server.tls(new OneKeyManager(identity)).tlsEngineType(TlsEngineType.JDK);
        }
        JsonRoutes.addTo(server, methods, upstream, setup);
        Sockets.addTo(server, methods, upstream, setup);
        server.service(GrpcWeb.of(SERVICES, upstream, setup), Uncollected::new);
        Pages.addTo(server, OpenApi.of(methods, "v1"));
        if (!setup.origins().isEmpty()) {
            server.decorator(cors(setup.origins()).newDecorator());
        }
        long body = JsonRoutes.maxBody(setup);
        server.decorator(new BodyLimit(
                        setup.clients(), Math.max(body, setup.bodyMemory()), Math.max(body, setup.bodyMemoryPerPeer()))
                .decorator());
        server.decorator(new RequestsPerPeer(setup.clients(), setup.maxRequestsPerPeer()).decorator());
        return server.build();
    }

    private static CorsServiceBuilder cors(List<String> origins) {
        CorsServiceBuilder cors =
                origins.contains("*") ? CorsService.builderForAnyOrigin() : CorsService.builder(origins);
        return cors.allowRequestMethods(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST)
                .allowAllRequestHeaders(true)
                .exposeHeaders(
                        HttpHeaderNames.ETAG,
                        HttpHeaderNames.CONTENT_LANGUAGE,
                        HttpHeaderNames.RETRY_AFTER,
                        "grpc-status",
                        "grpc-message",
                        "grpc-status-details-bin",
                        "server-timing")
                .maxAge(Duration.ofHours(1));
    }
}

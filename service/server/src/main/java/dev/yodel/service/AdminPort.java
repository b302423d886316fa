package dev.yodel.service;

import dev.yodel.service.limits.transport.ConnectionCap;
import dev.yodel.service.limits.transport.EventLoops;
import dev.yodel.service.settings.ServiceSettings;
import dev.yodel.service.settings.ServiceSettings.Switch;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The gRPC port for administrators. It shares neither threads nor limits with the port for callers, so it responds when
 * that one does not. Its own limits are fixed and small.
 */
final class AdminPort implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 32;
    private static final int MAX_CALLS_PER_CONNECTION = 16;
    private static final int MAX_MESSAGE_SIZE = 64 << 10;
    private static final int MAX_METADATA_SIZE = 8 << 10;
    private static final int WINDOW = 64 << 10;
    private static final int IDLE_MINUTES = 5;

    private final ListenAddress address;
    private final EventLoops loops = new EventLoops();
    private final Server server;

    private AdminPort(ServiceSettings settings, int port, Access access, BindableService service) throws IOException {
        address = ListenAddress.of(settings.adminHost, "admin-port", port);
        NettyServerBuilder builder = loops.serve(
                        NettyServerBuilder.forAddress(address.address()), new ConnectionCap(MAX_CONNECTIONS))
                .directExecutor()
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .maxInboundMessageSize(MAX_MESSAGE_SIZE)
                .maxInboundMetadataSize(MAX_METADATA_SIZE)
                .initialFlowControlWindow(WINDOW)
                .handshakeTimeout(settings.handshakeTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(settings.keepAliveTime.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(settings.keepAliveTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(IDLE_MINUTES, TimeUnit.MINUTES)
                .addService(service);
        if (settings.reflection == Switch.ON) {
            builder.addService(ProtoReflectionServiceV1.newInstance());
        }
        server = access.protectAdmin(builder).build();
    }

    /**
     * Starts listening.
     *
     * @throws IOException if the address cannot be listened on; the message is one line for people
     */
    static AdminPort start(ServiceSettings settings, int port, Access access, BindableService service)
            throws IOException {
        AdminPort admin = new AdminPort(settings, port, access, service);
        try {
            admin.server.start();
            return admin;
        } catch (IOException e) {
            admin.close();
            throw admin.address.failure(e);
        }
    }

    /** The address, such as {@code 127.0.0.1:50052}. */
    String target() {
        return address.text(server.getPort());
    }

    @Override
    public void close() {
        server.shutdownNow();
        loops.close();
    }
}

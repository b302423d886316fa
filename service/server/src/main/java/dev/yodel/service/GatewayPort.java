package dev.yodel.service;

import dev.yodel.service.gateway.Gateway;
import dev.yodel.service.gateway.GatewayClients;
import dev.yodel.service.gateway.GatewayFactory;
import dev.yodel.service.gateway.GatewayLibrary;
import dev.yodel.service.gateway.GatewaySetup;
import dev.yodel.service.greeting.GreetingService;
import dev.yodel.service.settings.ServiceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** The port of the gateway, if the settings ask for one; none of its classes is loaded otherwise. */
final class GatewayPort implements AutoCloseable {

    private final @Nullable Gateway gateway;
    private final @Nullable String url;

    private GatewayPort(@Nullable Gateway gateway, @Nullable String url) {
        this.gateway = gateway;
        this.url = url;
    }

    /**
     * Starts the gateway, which calls the server at an address of this machine.
     *
     * @throws IOException if it is not installed or cannot listen; the message is one line for people
     */
    static GatewayPort start(
            ServiceSettings settings,
            InetAddress server,
            int grpcPort,
            @Nullable X509KeyManager identity,
            GatewayClients clients)
            throws IOException {
        if (settings.httpPort.isEmpty()) {
            return new GatewayPort(null, null);
        }
        ListenAddress address = ListenAddress.of(settings.host, "http-port", settings.httpPort.getAsInt());
        InetAddress reachable = server.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : server;
        GatewaySetup setup = new GatewaySetup(
                address.address(),
                new InetSocketAddress(reachable, grpcPort),
                identity,
                settings.httpOrigins,
                GreetingService.languages(),
                settings.maxMessageSize,
                settings.maxMetadataSize,
                clients,
                settings.maxCallsPerPeer,
                settings.httpRequestMemory,
                settings.httpRequestMemoryPerPeer,
                settings.messageTimeout);
        GatewayFactory library = GatewayLibrary.open();
        try {
            Gateway gateway = library.start(setup);
            return new GatewayPort(gateway, (identity == null ? "http://" : "https://") + address.text(gateway.port()));
        } catch (IOException e) {
            throw address.failure(e);
        }
    }

    @Nullable
    String url() {
        return url;
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
    }
}

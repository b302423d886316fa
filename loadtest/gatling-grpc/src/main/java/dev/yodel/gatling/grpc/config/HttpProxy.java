package dev.yodel.gatling.grpc.config;

import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.ProxiedSocketAddress;
import io.grpc.ProxyDetector;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy for all connections, by CONNECT. Immutable.
 *
 * @param host its host
 * @param port its port
 * @param user the user name; null without authentication
 * @param password the password; null without one
 */
public record HttpProxy(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) implements ProxyDetector {

    private static final int MAX_PORT = 65_535;

    public HttpProxy {
        Bounds.notBlank("proxy host", host, "a host name or an address");
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("proxy port: %d (expected: 1 to %d)".formatted(port, MAX_PORT));
        }
    }

    /** Resolves the proxy's name, which blocks: gRPC calls this on a thread that may block. */
    @Override
    public @Nullable ProxiedSocketAddress proxyFor(SocketAddress target) {
        return target instanceof InetSocketAddress address
                ? HttpConnectProxiedSocketAddress.newBuilder()
                        .setTargetAddress(address)
                        .setProxyAddress(new InetSocketAddress(host, port))
                        .setUsername(user)
                        .setPassword(password)
                        .build()
                : null;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "HttpProxy[%s:%d]".formatted(host, port);
    }
}

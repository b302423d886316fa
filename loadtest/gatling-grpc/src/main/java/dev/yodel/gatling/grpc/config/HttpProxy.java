package dev.yodel.gatling.grpc.config;

import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.ProxiedSocketAddress;
import io.grpc.ProxyDetector;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that is asked to CONNECT to every server. Immutable.
 *
 * @param host its host
 * @param port its port
 * @param user who to say we are; null is nobody
 * @param password the user's password; null is none
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

    /** Resolves the proxy's name, which blocks: gRPC asks on a thread where it may. */
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

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "HttpProxy[%s:%d]".formatted(host, port);
    }
}

package dev.yodel.service.gateway;

import java.net.InetAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The clients of the gateway, for the server's limits per address. Thread-safe. */
public interface GatewayClients {

    /**
     * A connection that was admitted or not.
     *
     * @param refusal why not, in one line; null if it was admitted
     * @param end to be run at the end of a connection that was admitted
     */
    record Admission(@Nullable String refusal, Runnable end) {}

    /** Admits a connection from an address, if the limits allow it. */
    Admission connect(@Nullable SocketAddress address);

    /** By which name the limits count the clients of an address; null for a proxy, to which they do not apply. */
    @Nullable
    String countedAs(InetAddress address);

    /**
     * Something was refused: counts it by kind, and logs it now and then.
     *
     * @param kind one of few
     * @param reason one line
     */
    void refused(String kind, String reason);
}

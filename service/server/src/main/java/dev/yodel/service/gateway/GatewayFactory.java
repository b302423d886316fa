package dev.yodel.service.gateway;

import java.io.IOException;

/** Starts a gateway; found by {@link java.util.ServiceLoader}, so that the server refers to none of its classes. */
public interface GatewayFactory {

    /**
     * Starts it.
     *
     * @throws IOException if it cannot listen on its address
     */
    Gateway start(GatewaySetup setup) throws IOException;
}

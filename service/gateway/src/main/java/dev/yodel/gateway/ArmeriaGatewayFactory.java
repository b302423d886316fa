package dev.yodel.gateway;

import dev.yodel.service.gateway.Gateway;
import dev.yodel.service.gateway.GatewayFactory;
import dev.yodel.service.gateway.GatewaySetup;
import java.io.IOException;

/** Starts the gateway; the server finds it as a service. */
public final class ArmeriaGatewayFactory implements GatewayFactory {

    /** For {@link java.util.ServiceLoader}. */
    public ArmeriaGatewayFactory() {}

    @Override
    public Gateway start(GatewaySetup setup) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Libraries look for their parts with the loader of the thread.
        thread.setContextClassLoader(ArmeriaGatewayFactory.class.getClassLoader());
        try {
            return ArmeriaGateway.start(setup);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}

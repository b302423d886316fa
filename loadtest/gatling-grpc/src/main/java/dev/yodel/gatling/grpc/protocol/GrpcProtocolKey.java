package dev.yodel.gatling.grpc.protocol;

import dev.yodel.gatling.grpc.bridge.SupportedGatling;
import io.gatling.core.CoreComponents;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponentsRegistry;
import io.gatling.core.protocol.ProtocolKey;
import java.util.HashMap;
import java.util.Map;
import scala.Function1;

/** The key by which Gatling finds the protocol and creates its components. */
public final class GrpcProtocolKey implements ProtocolKey<GrpcProtocol, GrpcComponents> {

    private static final GrpcProtocolKey KEY = new GrpcProtocolKey();

    private GrpcProtocolKey() {}

    /** The components of the run that the registry belongs to. */
    public static GrpcComponents components(ProtocolComponentsRegistry registry) {
        return registry.components(KEY);
    }

    @Override
    @SuppressWarnings("unchecked") // the trait asks for Class<Protocol>, where it means a class of one
    public Class<Protocol> protocolClass() {
        return (Class<Protocol>) (Class<?>) GrpcProtocol.class;
    }

    @Override
    public GrpcProtocol defaultProtocolValue(GatlingConfiguration configuration) {
        throw new IllegalStateException(
                "gRPC protocol: none (expected: protocols(grpc.target(\"host:port\")) in setUp or in the population)");
    }

    /**
     * Gatling calls this once per run, and the returned function once per scenario: scenarios of one protocol share its
     * components.
     */
    @Override
    public Function1<GrpcProtocol, GrpcComponents> newComponents(CoreComponents core) {
        SupportedGatling.check();
        Map<GrpcProtocol, GrpcComponents> made = new HashMap<>();
        return protocol -> made.computeIfAbsent(protocol, p -> new GrpcComponents(p, core));
    }
}

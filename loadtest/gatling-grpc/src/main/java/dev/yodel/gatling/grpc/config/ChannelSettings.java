package dev.yodel.gatling.grpc.config;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ManagedChannelProvider;
import io.grpc.netty.NettyChannelBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The targets of calls, and how channels to them are opened. Immutable.
 *
 * @param targets targets by name, including the default one: {@code host:port}, or any other target that gRPC's name
 *     resolvers support
 * @param security how connections are secured
 * @param authority the authority to send in calls and to verify in certificates; null is the target's
 * @param transport connection settings
 * @param routing how calls are routed to servers
 * @param pool the channels of each target
 */
public record ChannelSettings(
        Map<String, String> targets,
        Security security,
        @Nullable String authority,
        TransportSettings transport,
        RoutingSettings routing,
        PoolSettings pool) {

    /** The name of the target of calls that select none. */
    public static final String DEFAULT_TARGET = "default";

    private static final String TARGET_FORM = "host:port or scheme:///name";

    public ChannelSettings {
        targets.forEach((name, target) -> {
            Bounds.notBlank("name of a target", name, "a name");
            Bounds.notBlank(name.equals(DEFAULT_TARGET) ? "target" : "target " + name, target, TARGET_FORM);
        });
        Bounds.notBlank("authority", authority, "a host name, with a port or without");
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets)); // in the order of definition
    }

    /** Settings with one target and defaults for the rest. */
    public static ChannelSettings of(String target) {
        return new ChannelSettings(
                Map.of(DEFAULT_TARGET, target),
                TlsSettings.SYSTEM_TRUST,
                null,
                TransportSettings.DEFAULTS,
                RoutingSettings.DEFAULTS,
                PoolSettings.SHARED);
    }

    /** The default target. */
    public String target() {
        return targets.getOrDefault(DEFAULT_TARGET, "");
    }

    /** A target as a URI, which may not contain the brackets of IPv6 addresses. */
    public static String uri(String target) {
        return target.startsWith("ipv4:") || target.startsWith("ipv6:")
                ? target.replace("[", "%5B").replace("]", "%5D")
                : target;
    }

    /**
     * A channel to the default target outside of a run, on event loops of gRPC's own: for a first look at a server. It
     * connects with its first call.
     *
     * @param requests notified when the server requests a certificate that there is not
     * @throws IllegalArgumentException if it cannot be created, with the reason in one line
     */
    public ManagedChannel open(CertificateRequests requests) {
        try {
            ManagedChannelBuilder<?> builder = Grpc.newChannelBuilder(uri(target()), security.credentials(requests));
            if (authority != null) {
                builder.overrideAuthority(authority);
            }
            if (builder instanceof NettyChannelBuilder netty) {
                transport.applyTo(netty);
                routing.applyTo(netty);
            }
            return builder.build();
        } catch (ManagedChannelProvider.ProviderNotFoundException e) {
            throw new IllegalArgumentException(
                    "target %s: not supported on this machine (expected: host:port)".formatted(target()), e);
        }
    }

    public ChannelSettings withTarget(String name, String target) {
        if (targets.containsKey(name)) {
            throw new IllegalArgumentException(
                    "target %s: defined twice (expected: another name than %s)".formatted(name, targets.keySet()));
        }
        Map<String, String> all = new LinkedHashMap<>(targets);
        all.put(name, target);
        return new ChannelSettings(all, security, authority, transport, routing, pool);
    }

    public ChannelSettings withSecurity(Security newSecurity) {
        return new ChannelSettings(targets, newSecurity, authority, transport, routing, pool);
    }

    /** The TLS settings to change; the default ones if TLS is not configured. */
    public TlsSettings tls() {
        return security instanceof TlsSettings tls ? tls : TlsSettings.SYSTEM_TRUST;
    }

    public ChannelSettings withAuthority(String newAuthority) {
        return new ChannelSettings(targets, security, newAuthority, transport, routing, pool);
    }

    public ChannelSettings withTransport(TransportSettings newTransport) {
        return new ChannelSettings(targets, security, authority, newTransport, routing, pool);
    }

    public ChannelSettings withRouting(RoutingSettings newRouting) {
        return new ChannelSettings(targets, security, authority, transport, newRouting, pool);
    }

    public ChannelSettings withPool(PoolSettings newPool) {
        return new ChannelSettings(targets, security, authority, transport, routing, newPool);
    }
}

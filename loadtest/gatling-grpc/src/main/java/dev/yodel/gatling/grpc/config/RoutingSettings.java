package dev.yodel.gatling.grpc.config;

import io.grpc.LoadBalancerRegistry;
import io.grpc.ProxyDetector;
import io.grpc.netty.NettyChannelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How calls are routed to servers and retried. Null is gRPC's default. Immutable.
 *
 * @param serviceConfig the service config if name resolution returns none
 * @param loadBalancingPolicy the policy unless the service config has one; gRPC's default is {@code pick_first}
 * @param retries whether calls are retried, including transparent retries of calls that no server has seen
 * @param proxy the proxy; gRPC's default is that of the JVM's proxy selector
 */
public record RoutingSettings(
        @Nullable ServiceConfig serviceConfig,
        @Nullable String loadBalancingPolicy,
        boolean retries,
        @Nullable ProxyDetector proxy) {

    public static final RoutingSettings DEFAULTS = new RoutingSettings(null, null, true, null);

    public RoutingSettings {
        if (loadBalancingPolicy != null
                && LoadBalancerRegistry.getDefaultRegistry().getProvider(loadBalancingPolicy) == null) {
            throw new IllegalArgumentException(
                    "load-balancing policy: %s (expected: one on the class path, as pick_first and round_robin are)"
                            .formatted(loadBalancingPolicy));
        }
    }

    public RoutingSettings withServiceConfig(ServiceConfig newServiceConfig) {
        return new RoutingSettings(newServiceConfig, loadBalancingPolicy, retries, proxy);
    }

    public RoutingSettings withLoadBalancingPolicy(String policy) {
        return new RoutingSettings(serviceConfig, policy, retries, proxy);
    }

    public RoutingSettings withoutRetries() {
        return new RoutingSettings(serviceConfig, loadBalancingPolicy, false, proxy);
    }

    public RoutingSettings withProxy(ProxyDetector newProxy) {
        return new RoutingSettings(serviceConfig, loadBalancingPolicy, retries, newProxy);
    }

    /** Configures a channel. */
    public void applyTo(NettyChannelBuilder builder) {
        if (serviceConfig != null) {
            builder.defaultServiceConfig(serviceConfig.entries());
        }
        if (loadBalancingPolicy != null) {
            builder.defaultLoadBalancingPolicy(loadBalancingPolicy);
        }
        if (!retries) {
            builder.disableRetry();
        }
        if (proxy != null) {
            builder.proxyDetector(proxy);
        }
    }
}

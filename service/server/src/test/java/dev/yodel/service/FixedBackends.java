package dev.yodel.service;

import io.grpc.EquivalentAddressGroup;
import io.grpc.ManagedChannelBuilder;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Channels over several servers, round robin: a resolver that gives each name the addresses it was made with. */
final class FixedBackends extends NameResolverProvider {

    private static final String SCHEME = "fixed";
    private static final Map<String, List<EquivalentAddressGroup>> BACKENDS = new ConcurrentHashMap<>();
    private static final AtomicInteger NAMES = new AtomicInteger();

    static {
        NameResolverRegistry.getDefaultRegistry().register(new FixedBackends());
    }

    private FixedBackends() {}

    /** @param targets HOST:PORT of each server */
    static ManagedChannelBuilder<?> channel(List<String> targets) {
        String name = "backends" + NAMES.incrementAndGet();
        BACKENDS.put(name, targets.stream().map(FixedBackends::address).toList());
        return ManagedChannelBuilder.forTarget(SCHEME + ":///" + name)
                .defaultLoadBalancingPolicy("round_robin")
                .usePlaintext();
    }

    private static EquivalentAddressGroup address(String target) {
        URI uri = URI.create("grpc://" + target);
        return new EquivalentAddressGroup(new InetSocketAddress(uri.getHost(), uri.getPort()));
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return 5;
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
        return SCHEME.equals(target.getScheme())
                ? new Resolver(BACKENDS.get(target.getPath().substring(1)))
                : null;
    }

    private static final class Resolver extends NameResolver {

        private final List<EquivalentAddressGroup> backends;

        Resolver(List<EquivalentAddressGroup> backends) {
            this.backends = backends;
        }

        @Override
        public String getServiceAuthority() {
            return "backends";
        }

        @Override
        public void start(Listener2 listener) {
            listener.onResult(ResolutionResult.newBuilder()
                    .setAddressesOrError(StatusOr.fromValue(backends))
                    .build());
        }

        @Override
        public void shutdown() {}
    }
}

package dev.yodel.gatling.grpc.call;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A name resolver of the user's own: one name for several servers. */
final class TwoBackends extends NameResolverProvider implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String scheme = "backends" + COUNT.incrementAndGet();
    private final List<EquivalentAddressGroup> addresses;

    TwoBackends(TestServer... servers) {
        addresses = Stream.of(servers)
                .map(server -> new EquivalentAddressGroup(
                        new InetSocketAddress("127.0.0.1", server.server().getPort())))
                .toList();
        NameResolverRegistry.getDefaultRegistry().register(this);
    }

    String target() {
        return scheme + ":///all";
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
        return new NameResolver() {
            @Override
            public String getServiceAuthority() {
                return "all";
            }

            @Override
            public void start(Listener2 listener) {
                listener.onResult(ResolutionResult.newBuilder()
                        .setAddressesOrError(StatusOr.fromValue(addresses))
                        .build());
            }

            @Override
            public void shutdown() {}
        };
    }

    @Override
    public String getDefaultScheme() {
        return scheme;
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
    public void close() {
        NameResolverRegistry.getDefaultRegistry().deregister(this);
    }
}

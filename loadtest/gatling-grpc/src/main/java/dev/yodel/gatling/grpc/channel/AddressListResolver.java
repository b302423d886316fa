package dev.yodel.gatling.grpc.channel;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.StatusOr;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * Resolves targets that list their servers: {@code ipv4:10.0.0.1:443,10.0.0.2:443} and {@code ipv6:[::1]:443}. grpc-java
 * has no resolver for these schemes.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/naming.md">gRPC name resolution</a>
 */
public abstract class AddressListResolver extends NameResolverProvider {

    private static final int HTTPS = 443;

    private final String scheme;

    private AddressListResolver(String scheme) {
        this.scheme = scheme;
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
        String list = target.getSchemeSpecificPart().replaceFirst("^/+", "");
        List<EquivalentAddressGroup> servers = Stream.of(list.split(",", -1))
                .map(address -> new EquivalentAddressGroup(parse(address)))
                .toList();
        return new NameResolver() {
            @Override
            public String getServiceAuthority() {
                return list.replaceFirst(",.*", "");
            }

            @Override
            public void start(Listener2 listener) {
                listener.onResult2(ResolutionResult.newBuilder()
                        .setAddressesOrError(StatusOr.fromValue(servers))
                        .build());
            }

            @Override
            public void shutdown() {}
        };
    }

    private InetSocketAddress parse(String text) {
        HostAndPort address;
        InetAddress host;
        try {
            address = HostAndPort.fromString(text).withDefaultPort(HTTPS);
            host = InetAddresses.forString(address.getHost());
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
        if (host instanceof Inet4Address != scheme.equals("ipv4")) {
            throw invalid(text);
        }
        return new InetSocketAddress(host, address.getPort());
    }

    private IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("%s: address %s (expected: %s:address:port, more of them after commas)"
                .formatted(scheme, text, scheme));
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
        return 4; // below the default of 5: a resolver of grpc-java's own would come first
    }

    /** The scheme {@code ipv4}. */
    public static final class Ipv4 extends AddressListResolver {

        /** For the service loader. */
        public Ipv4() {
            super("ipv4");
        }
    }

    /** The scheme {@code ipv6}. */
    public static final class Ipv6 extends AddressListResolver {

        /** For the service loader. */
        public Ipv6() {
            super("ipv6");
        }
    }
}

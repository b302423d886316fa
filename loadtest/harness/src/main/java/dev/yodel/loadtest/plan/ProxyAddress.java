package dev.yodel.loadtest.plan;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import dev.yodel.gatling.grpc.config.HttpProxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the address of a proxy, from a flag or from the usual variables, as other gRPC clients do. */
public final class ProxyAddress {

    private static final String NONE = "none";

    private ProxyAddress() {}

    /**
     * Reads {@code http://user:password@host:port}; null for {@code none}.
     *
     * @param source the flag or variable, for errors
     * @throws IllegalArgumentException if the text has another form; the error does not contain it, as it may have a
     *     password
     */
    public static @Nullable HttpProxy parse(String source, String text) {
        if (text.equals(NONE)) {
            return null;
        }
        URI uri = uri(text.contains("://") ? text : "http://" + text);
        if (uri == null || uri.getHost() == null || uri.getPort() < 1 || !"http".equals(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "%s: not the address of a proxy (expected: http://host:port or http://user:password@host:port)"
                            .formatted(source));
        }
        String[] user = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        return new HttpProxy(
                uri.getHost(),
                uri.getPort(),
                user.length > 0 ? decoded(user[0]) : null,
                user.length > 1 ? decoded(user[1]) : null);
    }

    /**
     * The proxy that {@code https_proxy} or {@code HTTPS_PROXY} names for a target; null for none. As in Go, loopback
     * addresses and what {@code no_proxy} lists have none.
     */
    public static @Nullable HttpProxy ofEnvironment(String target, Map<String, String> environment) {
        String proxy = variable(environment, "https_proxy");
        String host = hostOf(target);
        if (proxy == null || host == null || isLoopback(host) || isListed(host, variable(environment, "no_proxy"))) {
            return null;
        }
        return parse("https_proxy", proxy);
    }

    private static @Nullable String variable(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, environment.get(name.toUpperCase(Locale.ROOT)));
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The host that the first connection goes to; null for a socket. */
    private static @Nullable String hostOf(String target) {
        if (target.startsWith("unix:")) {
            return null;
        }
        String address = target.replaceFirst("^(dns:(//[^/]*/)?|ipv[46]:)", "").replaceFirst(",(?!.*\\]).*", "");
        return HostAndPort.fromString(address).getHost().toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || (InetAddresses.isInetAddress(host)
                        && InetAddresses.forString(host).isLoopbackAddress());
    }

    private static boolean isListed(String host, @Nullable String noProxy) {
        return noProxy != null
                && Stream.of(noProxy.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                        .map(entry -> entry.replaceFirst(":\\d+$", "").replaceFirst("^\\*?\\.", ""))
                        .anyMatch(entry -> entry.equals("*")
                                || (!entry.isEmpty() && (host.equals(entry) || host.endsWith("." + entry))));
    }

    private static @Nullable URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}

package dev.yodel.loadtest.plan;

import com.google.common.net.HostAndPort;
import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.config.Security;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The service under test: its address, how connections to it are made, and where its schema is. Plaintext and server
 * reflection unless configured otherwise.
 *
 * @param channels the settings of its channels, with one target
 * @param schema the source of its schema
 */
public record Target(ChannelSettings channels, SchemaPlan schema) {

    private static final int MAX_PORT = 65_535;
    private static final String UNIX = "unix:";
    private static final Pattern DNS = Pattern.compile("dns:(?://[^/]*/)?(.+)");
    private static final Pattern ADDRESSES = Pattern.compile("ipv[46]:(.+)");

    /** Guava accepts any text as a host. */
    private static final Pattern HOST = Pattern.compile("[^\\s/\\[\\]]+");

    /** A host and its port, in plaintext. */
    public Target(String host, int port) {
        this(plaintext(HostAndPort.fromParts(host, port).toString()), SchemaPlan.REFLECTION);
    }

    /**
     * Reads {@code host:port}, {@code dns:///host:port}, {@code unix:path}, {@code ipv4:address:port} or {@code
     * ipv6:[address]:port}, the last two also with several addresses after commas.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Target parse(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    "%s (expected: host:port with a port of 1 to %d, dns:///host:port, unix:path or ipv4:address:port)"
                            .formatted(text, MAX_PORT));
        }
        return new Target(plaintext(text), SchemaPlan.REFLECTION);
    }

    private static ChannelSettings plaintext(String address) {
        return ChannelSettings.of(address).withSecurity(new Security.Plaintext());
    }

    private static boolean isValid(String text) {
        if (text.startsWith(UNIX)) {
            return text.length() > UNIX.length();
        }
        var addresses = ADDRESSES.matcher(text);
        if (addresses.matches()) {
            return List.of(addresses.group(1).split(",", -1)).stream().allMatch(Target::isHostAndPort);
        }
        var name = DNS.matcher(text);
        return isHostAndPort(name.matches() ? name.group(1) : text);
    }

    private static boolean isHostAndPort(String text) {
        HostAndPort parsed = parsed(text);
        return parsed != null
                && parsed.getPortOrDefault(0) != 0
                && HOST.matcher(parsed.getHost()).matches();
    }

    private static @Nullable HostAndPort parsed(String text) {
        try {
            return HostAndPort.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The same address with other settings of its channels. */
    public Target with(ChannelSettings settings) {
        return new Target(settings, schema);
    }

    /** The same service with another source of its schema. */
    public Target with(SchemaPlan newSchema) {
        return new Target(channels, newSchema);
    }

    /** Whether its connections use TLS. */
    public boolean isSecure() {
        return !(channels.security() instanceof Security.Plaintext);
    }

    /** Its address. */
    public String address() {
        return channels.target();
    }

    @Override
    public String toString() {
        return address();
    }
}

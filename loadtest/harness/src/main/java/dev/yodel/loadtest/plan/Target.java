package dev.yodel.loadtest.plan;

import com.google.common.net.HostAndPort;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The service under test.
 *
 * @param host its name or address; an IPv6 address without brackets
 * @param port its port
 */
public record Target(String host, int port) {

    private static final int MAX_PORT = 65_535;

    /** Guava accepts any text as a host. */
    private static final Pattern HOST = Pattern.compile("[^\\s/\\[\\]]+");

    public Target {
        Expect.notBlank("host", host);
        Expect.within("port", port, 1, MAX_PORT);
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Target parse(String text) {
        HostAndPort parsed = parsed(text);
        if (parsed == null
                || parsed.getPortOrDefault(0) == 0
                || !HOST.matcher(parsed.getHost()).matches()) {
            throw new IllegalArgumentException(
                    "%s (expected: host:port, with a port of 1 to %d)".formatted(text, MAX_PORT));
        }
        return new Target(parsed.getHost(), parsed.getPort());
    }

    private static @Nullable HostAndPort parsed(String text) {
        try {
            return HostAndPort.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return HostAndPort.fromParts(host, port).toString();
    }
}

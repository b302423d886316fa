package dev.yodel.loadtest.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service to load.
 *
 * @param host its name or address; an IPv6 address without brackets
 * @param port its port
 */
public record Target(String host, int port) {

    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^\\s:/\\[\\]]+)):(\\d{1,9})");

    public Target {
        Expect.notBlank("host", host);
        Expect.within("port", port, 1, MAX_PORT);
    }

    /**
     * The target that the text names.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static Target parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("%s (expected: host:port)".formatted(text));
        }
        int port = Integer.parseInt(form.group(3));
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("%s (expected: a port of 1 to %d)".formatted(text, MAX_PORT));
        }
        return new Target(form.group(1) != null ? form.group(1) : form.group(2), port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

package dev.yodel.service.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The descriptors that the operating system allows this process: how many of them are left for connections. Some are kept
 * in reserve, so that probes and scrapes connect while clients hold as many connections as they may.
 *
 * @param allowed how many the process may have open
 * @param open how many it has open at its start
 * @param ports how many ports share what is left, in equal parts
 */
public record Descriptors(long allowed, long open, int ports) {

    /**
     * For all connections of the HTTP port (32), for connections that are being refused (16), and for ports and files that are
     * opened later.
     */
    static final int RESERVE = 80;

    private static final Path PROCESS = Path.of("/proc/self");
    private static final Pattern LIMIT = Pattern.compile("Max open files +(\\d{1,18}) .*");

    Descriptors(long allowed, long open) {
        this(allowed, open, 1);
    }

    /** The same, for one of several ports. */
    public Descriptors sharedBy(int ports) {
        return new Descriptors(allowed, open, ports);
    }

    /** Those of this process; more than enough where the operating system does not say. */
    public static Descriptors ofThisProcess() {
        try (Stream<String> limits = Files.lines(PROCESS.resolve("limits"));
                Stream<Path> open = Files.list(PROCESS.resolve("fd"))) {
            return limits.map(LIMIT::matcher)
                    .filter(Matcher::matches)
                    .map(soft -> new Descriptors(Long.parseLong(soft.group(1)), open.count()))
                    .findFirst()
                    .orElse(unlimited());
        } catch (IOException e) {
            return unlimited();
        }
    }

    /** How many connections of one port there is room for. */
    public int forConnections() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (allowed - open - RESERVE) / ports));
    }

    private static Descriptors unlimited() {
        return new Descriptors(Long.MAX_VALUE, 0);
    }
}

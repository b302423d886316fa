package dev.yodel.loadtest.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses loopback ports: the one asked for, else the well-known one, by which Prometheus finds it, else any free one.
 * What is free now may be taken a moment later; then whoever was to listen there says so.
 */
final class PortChoice {

    private static final int ANY = 0;

    private final Set<Integer> spoken;

    /** A choice that leaves alone what is asked for elsewhere. */
    PortChoice(Collection<Integer> asked) {
        spoken = new HashSet<>(asked);
    }

    /**
     * The port for that flag; 0 is any free one.
     *
     * @throws CommandFailedException if the port asked for is taken
     */
    int of(String flag, @Nullable Integer asked, int wellKnown) throws CommandFailedException {
        if (asked == null) {
            return spoken.add(wellKnown) && isFree(wellKnown) ? wellKnown : ANY;
        }
        if (asked != ANY && !isFree(asked)) {
            throw CommandFailedException.failed("%s: %d is taken (expected: a free port)".formatted(flag, asked));
        }
        return asked;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

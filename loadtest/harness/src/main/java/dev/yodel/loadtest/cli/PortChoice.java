package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.live.LivePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses loopback ports: the one asked for, else the well-known one, where Prometheus looks for it, else any free one. A
 * free port may be taken a moment later; the program that then fails to bind it reports that.
 */
final class PortChoice {

    private static final int ANY = 0;
    private static final int LIVE_PORT = 9_465;

    private final Set<Integer> reserved;

    /** @param asked ports asked for explicitly, which no default may take */
    PortChoice(Collection<Integer> asked) {
        reserved = new HashSet<>(asked);
    }

    /**
     * The port for that flag; 0 for any free one.
     *
     * @throws RunFailedException if the port asked for is taken
     */
    int of(String flag, @Nullable Integer asked, int wellKnown) throws RunFailedException {
        if (asked == null) {
            return reserved.add(wellKnown) && isFree(wellKnown) ? wellKnown : ANY;
        }
        if (asked != ANY && !isFree(asked)) {
            throw RunFailedException.failed("%s: %d is in use (expected: a free port)".formatted(flag, asked));
        }
        return asked;
    }

    /**
     * The port of live metrics: the one asked for, or a default that gives way if another run takes it meanwhile.
     *
     * @throws RunFailedException if the port asked for is taken
     */
    LivePort live(@Nullable Integer asked) throws RunFailedException {
        return new LivePort(of("--live-port", asked, LIVE_PORT), asked == null);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

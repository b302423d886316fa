package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortChoiceTest {

    private final PortChoice ports = new PortChoice(List.of());

    @Test
    void takesTheWellKnownPortIfItIsFree() throws Exception {
        int free = freePort();

        assertThat(ports.of("--port", null, free)).isEqualTo(free);
    }

    @Test
    void takesAnyPortIfTheWellKnownOneIsTaken() throws Exception {
        try (ServerSocket taken = listen()) {
            assertThat(ports.of("--port", null, taken.getLocalPort())).isZero();
        }
    }

    @Test
    void takesThePortAskedFor() throws Exception {
        int free = freePort();

        assertThat(ports.of("--port", free, 1)).isEqualTo(free);
        assertThat(ports.of("--port", 0, 1)).isZero();
    }

    @Test
    void doesNotSettleForAnotherThanThePortAskedFor() throws Exception {
        try (ServerSocket taken = listen()) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> ports.of("--port", port, 1))
                    .hasMessage("--port: %d is taken (expected: a free port)".formatted(port))
                    .isInstanceOfSatisfying(
                            CommandFailedException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(1));
        }
    }

    @Test
    void leavesAloneWhatIsAskedForElsewhere() throws Exception {
        int free = freePort();

        assertThat(new PortChoice(List.of(free)).of("--live-port", null, free)).isZero();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = listen()) {
            return socket.getLocalPort();
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}

package dev.yodel.loadtest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.loadtest.engine.RunFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortChoiceTest {

    private final PortChoice ports = new PortChoice(List.of());

    @Test
    void takes_the_well_known_port_if_it_is_free() throws Exception {
        int free = freePort();

        assertThat(ports.of("--port", null, free)).isEqualTo(free);
    }

    @Test
    void takes_any_port_if_the_well_known_one_is_taken() throws Exception {
        try (ServerSocket taken = listen()) {
            assertThat(ports.of("--port", null, taken.getLocalPort())).isZero();
        }
    }

    @Test
    void takes_the_port_asked_for() throws Exception {
        int free = freePort();

        assertThat(ports.of("--port", free, 1)).isEqualTo(free);
        assertThat(ports.of("--port", 0, 1)).isZero();
    }

    @Test
    void does_not_settle_for_another_than_the_port_asked_for() throws Exception {
        try (ServerSocket taken = listen()) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> ports.of("--port", port, 1))
                    .hasMessage("--port: %d is in use (expected: a free port)".formatted(port))
                    .isInstanceOfSatisfying(
                            RunFailedException.class,
                            e -> assertThat(e.isBadInput()).isEqualTo(1));
        }
    }

    @Test
    void leaves_alone_what_is_asked_for_elsewhere() throws Exception {
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

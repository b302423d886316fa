package dev.yodel.loadtest.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TerminalViewTest {

    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @Test
    void lines_are_read_while_others_are_shown_until_the_input_ends() throws Exception {
        try (TerminalView view = new TerminalView(terminal(), "Ada> ")) {
            CompletableFuture<String> line = CompletableFuture.supplyAsync(view::read);
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> screen().contains("Ada> "));
            type("Hi B");
            view.show("Bob: Hi!");
            type("ob!\r");

            assertThat(line.get()).isEqualTo("Hi Bob!");
            assertThat(screen()).contains("Bob: Hi!");

            keyboard.close();
            assertThat(view.read()).isNull();
        }
    }

    @Test
    void an_exclamation_mark_is_no_command() throws Exception {
        try (TerminalView view = new TerminalView(terminal(), "")) {
            type("!! wow !1\r");

            assertThat(view.read()).isEqualTo("!! wow !1");
        }
    }

    private Terminal terminal() throws IOException {
        Terminal terminal =
                new DumbTerminal("test", "xterm", new PipedInputStream(keyboard, 1000), screen, StandardCharsets.UTF_8);
        terminal.setSize(Size.of(80, 24));
        return terminal;
    }

    private void type(String keys) throws IOException {
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private String screen() {
        return screen.toString(StandardCharsets.UTF_8);
    }
}

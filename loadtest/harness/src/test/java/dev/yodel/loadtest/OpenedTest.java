package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {

    private final List<String> closed = new ArrayList<>();
    private final Opened opened = new Opened();

    @Test
    void closesTheNewestFirstAndOnce() throws Exception {
        opened.open(() -> () -> closed.add("first"));
        opened.open(() -> () -> closed.add("second"));

        opened.close();
        opened.close();

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void opensNothingOnceItCloses() {
        opened.close();

        assertThatThrownBy(() -> opened.open(() -> () -> closed.add("late")))
                .isInstanceOf(CommandFailedException.class);
        assertThat(closed).isEmpty();
    }

    @Test
    void closesTheRestIfOneFails() throws Exception {
        opened.open(() -> () -> closed.add("first"));
        opened.open(() -> () -> {
            throw new IOException("does not close");
        });

        opened.close();

        assertThat(closed).containsExactly("first");
    }

    @Test
    void whatCouldNotBeOpenedIsNotClosed() {
        assertThatThrownBy(() -> opened.open(() -> {
                    throw new IOException("does not open");
                }))
                .hasMessage("does not open");

        opened.close();

        assertThat(opened.stopped()).isFalse();
    }
}

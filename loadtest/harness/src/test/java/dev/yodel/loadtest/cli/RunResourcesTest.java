package dev.yodel.loadtest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.loadtest.engine.RunFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunResourcesTest {

    private final List<String> closed = new ArrayList<>();
    private final RunResources opened = new RunResources();

    @Test
    void closes_the_newest_first_and_once() throws Exception {
        opened.open(() -> () -> closed.add("first"));
        opened.open(() -> () -> closed.add("second"));

        opened.close();
        opened.close();

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void opens_nothing_once_it_closes() {
        opened.close();

        assertThatThrownBy(() -> opened.open(() -> () -> closed.add("late"))).isInstanceOf(RunFailedException.class);
        assertThat(closed).isEmpty();
    }

    @Test
    void closes_the_rest_if_one_fails() throws Exception {
        opened.open(() -> () -> closed.add("first"));
        opened.open(() -> () -> {
            throw new IOException("does not close");
        });

        opened.close();

        assertThat(closed).containsExactly("first");
    }

    @Test
    void what_could_not_be_opened_is_not_closed() {
        assertThatThrownBy(() -> opened.open(() -> {
                    throw new IOException("does not open");
                }))
                .hasMessage("does not open");

        opened.close();

        assertThat(opened.stopped()).isFalse();
    }
}

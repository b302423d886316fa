package dev.yodel.loadtest.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappedTest {

    @Test
    void breaks_long_lines_at_a_space_and_indents_the_rest() {
        assertThat(Wrapped.text("  " + "word ".repeat(20).strip() + "\nshort\n\n"))
                .isEqualTo("  " + "word ".repeat(15).strip() + "\n      "
                        + "word ".repeat(5).strip() + "\nshort\n\n");
    }

    @Test
    void leaves_a_long_word_whole() {
        String word = "x".repeat(100);

        assertThat(Wrapped.text(word)).isEqualTo(word + "\n");
        assertThat(Wrapped.text("a " + word + " b")).isEqualTo("a " + word + "\n    b\n");
    }
}

package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTextTest {

    @TempDir
    Path folder;

    @Test
    void objectIsOneMessage() {
        assertThat(DataText.messages(" {\"a\": 1} ")).containsExactly("{\"a\": 1}");
    }

    @Test
    void placeholderMayStandWithoutQuotes() {
        assertThat(DataText.messages("{\"id\": #{id}}")).containsExactly("{\"id\": #{id}}");
    }

    @Test
    void arrayIsTheMessagesOfAStream() {
        assertThat(DataText.messages("[{\"a\": 1}, {\"b\": [2]}]")).containsExactly("{\"a\":1}", "{\"b\":[2]}");
        assertThatThrownBy(() -> DataText.messages("[]")).hasMessage("data: [] (expected: at least one message)");
        assertThatThrownBy(() -> DataText.messages("[{]")).hasMessageStartingWith("data: [{] (expected: JSON; ");
    }

    @Test
    void atSignNamesAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("data.json"), "{\"a\": 1}\n");

        assertThat(DataText.messages("@" + file)).containsExactly("{\"a\": 1}");
        assertThatThrownBy(() -> DataText.messages("@" + folder.resolve("none")))
                .hasMessage("data: @%s (expected: a file that can be read)".formatted(folder.resolve("none")));
    }
}

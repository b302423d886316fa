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
        assertThat(DataText.messages("\uFEFF{\"a\": 1}")).containsExactly("{\"a\": 1}");
    }

    @Test
    void placeholderMayStandWithoutQuotes() {
        assertThat(DataText.messages("{\"id\": #{id}}")).containsExactly("{\"id\": #{id}}");
    }

    @Test
    void arrayIsTheMessagesOfAStream() {
        assertThat(DataText.messages("[{\"a\": 1}, {\"b\": [2]}]")).containsExactly("{\"a\": 1}", "{\"b\": [2]}");
        assertThatThrownBy(() -> DataText.messages("[]")).hasMessage("data: [] (expected: at least one message)");
    }

    @Test
    void arrayMayHavePlaceholdersWithoutQuotes() {
        assertThat(DataText.messages("[{\"id\": #{id}}, {\"text\": \"a, ] \\\" }\"}]"))
                .containsExactly("{\"id\": #{id}}", "{\"text\": \"a, ] \\\" }\"}");
    }

    @Test
    void arrayThatIsNoneIsTold() {
        assertRefused("[{]", "data: [{] has no end (expected: ] after its last message)");
        assertRefused("[{}", "data: [{} has no end (expected: ] after its last message)");
        assertRefused("[\"a", "data: [\"a has no end (expected: ] after its last message)");
        assertRefused("[{},]", "data: message 2 of the array is empty (expected: JSON)");
        assertRefused("[{}] {}", "data: {} after the array (expected: its end)");
        assertRefused(
                "[{}" + "x".repeat(100),
                "data: [{}" + "x".repeat(37) + "… has no end (expected: ] after its last message)");
    }

    private static void assertRefused(String data, String message) {
        assertThatThrownBy(() -> DataText.messages(data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void atSignNamesAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("data.json"), "{\"a\": 1}\n");

        assertThat(DataText.messages("@" + file)).containsExactly("{\"a\": 1}");
        assertThatThrownBy(() -> DataText.messages("@" + folder.resolve("none")))
                .hasMessage("data: @%s (expected: a file that can be read)".formatted(folder.resolve("none")));
    }
}

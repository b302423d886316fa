package dev.yodel.loadtest.plan.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageDataTest {

    @TempDir
    Path folder;

    @Test
    void object_is_one_message() {
        assertThat(MessageData.messages(" {\"a\": 1} ")).containsExactly("{\"a\": 1}");
        assertThat(MessageData.messages("\uFEFF{\"a\": 1}")).containsExactly("{\"a\": 1}");
    }

    @Test
    void placeholder_may_stand_without_quotes() {
        assertThat(MessageData.messages("{\"id\": #{id}}")).containsExactly("{\"id\": #{id}}");
    }

    @Test
    void array_is_the_messages_of_a_stream() {
        assertThat(MessageData.messages("[{\"a\": 1}, {\"b\": [2]}]")).containsExactly("{\"a\": 1}", "{\"b\": [2]}");
        assertThatThrownBy(() -> MessageData.messages("[]")).hasMessage("data: [] (expected: at least one message)");
    }

    @Test
    void array_may_have_placeholders_without_quotes() {
        assertThat(MessageData.messages("[{\"id\": #{id}}, {\"text\": \"a, ] \\\" }\"}]"))
                .containsExactly("{\"id\": #{id}}", "{\"text\": \"a, ] \\\" }\"}");
    }

    @Test
    void array_that_is_none_is_told() {
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
        assertThatThrownBy(() -> MessageData.messages(data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void at_sign_names_a_file() throws IOException {
        Path file = Files.writeString(folder.resolve("data.json"), "{\"a\": 1}\n");

        assertThat(MessageData.messages("@" + file)).containsExactly("{\"a\": 1}");
        assertThatThrownBy(() -> MessageData.messages("@" + folder.resolve("none")))
                .hasMessage("data: @%s (expected: a file that can be read)".formatted(folder.resolve("none")));
    }
}

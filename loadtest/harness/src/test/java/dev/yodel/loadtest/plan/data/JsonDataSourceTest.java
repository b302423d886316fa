package dev.yodel.loadtest.plan.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonDataSourceTest {

    @TempDir
    Path folder;

    @Test
    void object_is_one_message() {
        assertThat(JsonDataSource.messages(" {\"a\": 1} ")).containsExactly("{\"a\": 1}");
        assertThat(JsonDataSource.messages("\uFEFF{\"a\": 1}")).containsExactly("{\"a\": 1}");
    }

    @Test
    void placeholder_may_stand_without_quotes() {
        assertThat(JsonDataSource.messages("{\"id\": #{id}}")).containsExactly("{\"id\": #{id}}");
    }

    @Test
    void array_is_the_messages_of_a_stream() {
        assertThat(JsonDataSource.messages("[{\"a\": 1}, {\"b\": [2]}]")).containsExactly("{\"a\": 1}", "{\"b\": [2]}");
        assertThatThrownBy(() -> JsonDataSource.messages("[]")).hasMessage("data: [] (expected: at least one message)");
    }

    @Test
    void array_may_have_placeholders_without_quotes() {
        assertThat(JsonDataSource.messages("[{\"id\": #{id}}, {\"text\": \"a, ] \\\" }\"}]"))
                .containsExactly("{\"id\": #{id}}", "{\"text\": \"a, ] \\\" }\"}");
    }

    @Test
    void malformed_array_is_refused() {
        assertRefused("[{]");
        assertRefused("[{}");
        assertRefused("[\"a");
        assertRefused("[{},]");
        assertRefused("[{}] {}");
        assertRefused("[{}" + "x".repeat(100));
    }

    private static void assertRefused(String data) {
        assertThatThrownBy(() -> JsonDataSource.messages(data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("data: JSON line 1, column \\d+: .{1,90} \\(expected: .*\\)");
    }

    @Test
    void at_sign_names_a_file() throws IOException {
        Path file = Files.writeString(folder.resolve("data.json"), "{\"a\": 1}\n");

        assertThat(JsonDataSource.messages("@" + file)).containsExactly("{\"a\": 1}");
        assertThatThrownBy(() -> JsonDataSource.messages("@" + folder.resolve("none")))
                .hasMessage("data: @%s (expected: a readable file)".formatted(folder.resolve("none")));
    }
}

package dev.yodel.loadtest.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonValuesTest {

    @Test
    void splits_values_on_lines_across_lines_and_side_by_side() {
        assertThat(values("""
                        {"a": 1}
                        {"b":
                          [{"c": 2}]}{"d": 3}, {"e": 4}
                        """)).containsExactly("{\"a\": 1}", "{\"b\":\n  [{\"c\": 2}]}", "{\"d\": 3}", "{\"e\": 4}");
    }

    @Test
    void ignores_brackets_in_strings() {
        assertThat(values("{\"a\": \"}{\\\"}\\\\\"} {}")).containsExactly("{\"a\": \"}{\\\"}\\\\\"}", "{}");
    }

    @Test
    void returns_what_is_no_json_for_the_parser_to_refuse() {
        assertThat(values("hello\n}\n{\"a\"")).containsExactly("hello", "}", "{\"a\"");
    }

    @Test
    void is_empty_without_values() {
        assertThat(values(" \n\n")).isEmpty();
    }

    @Test
    void has_a_value_before_the_next_one_is_typed() throws IOException {
        PipedWriter keyboard = new PipedWriter();
        JsonValues values = new JsonValues(new PipedReader(keyboard), 100);

        keyboard.write("{\"a\": 1}");

        assertThat(values.next()).isEqualTo("{\"a\": 1}");
        keyboard.close();
        assertThat(values.next()).isNull();
    }

    @Test
    void refuses_a_value_beyond_the_limit() {
        assertThatThrownBy(new JsonValues(new StringReader("{\"a\": 123}"), 9)::next)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("data: a message of more than 9 characters (expected: at most 9)");
    }

    private static List<String> values(String text) {
        JsonValues values = new JsonValues(new StringReader(text), 1_000);
        List<String> all = new ArrayList<>();
        for (String value = values.next(); value != null; value = values.next()) {
            all.add(value);
        }
        return all;
    }
}

package dev.yodel.grpc.dynamic.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
    @Test
    void reads_every_kind_of_value() {
        assertThat(JsonReader.read(" {\"a\" : [1, -2.5, true, false, null, \"x\"], \"b\" : {} } \n"))
                .isEqualTo(Map.of(
                        "a",
                        Arrays.asList(new BigDecimal("1"), new BigDecimal("-2.5"), true, false, null, "x"),
                        "b",
                        Map.of()));
        assertThat(JsonReader.read("[]")).isEqualTo(List.of());
        assertThat(JsonReader.read("-0")).isInstanceOf(Number.class).hasToString("-0");
        assertThat(JsonReader.read("1e2")).isInstanceOf(Number.class).hasToString("1e2");
    }

    @Test
    void reads_escapes_and_surrogates() {
        assertThat(JsonReader.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\uDE00é😀\""))
                .isEqualTo("\"\\/\b\f\n\r\té😀é😀");
    }

    @Test
    void reads_placeholders_in_a_template_only() {
        TemplateText whole = new TemplateText(List.of(new TemplateText.Expression("#{id}")));
        assertThat(JsonReader.readTemplate("#{id}")).isEqualTo(whole);
        assertThat(JsonReader.readTemplate("\"#{id}\"")).isEqualTo(whole);
        assertThat(JsonReader.readTemplate("\"Dear #{name}, #{text}!\""))
                .isEqualTo(new TemplateText(List.of(
                        "Dear ",
                        new TemplateText.Expression("#{name}"),
                        ", ",
                        new TemplateText.Expression("#{text}"),
                        "!")));
        assertThat(JsonReader.read("\"#{id}\"")).isEqualTo("#{id}");
    }

    @Test
    void reads_a_doubled_sign_as_an_escaped_placeholder() {
        assertThat(JsonReader.readTemplate("\"##{id}\"")).isEqualTo("#{id}");
        assertThat(JsonReader.readTemplate("\"##{a}#{b}\""))
                .isEqualTo(new TemplateText(List.of("#{a}", new TemplateText.Expression("#{b}"))));
        assertThat(JsonReader.readTemplate("\"#1 {\"")).isEqualTo("#1 {");
    }

    @Test
    void reports_the_position_of_a_mistake() {
        assertBad("", "JSON line 1, column 1: the end (expected: a value)");
        assertBad("{", "JSON line 1, column 2: the end (expected: a name in quotes or })");
        assertBad("{\n  a: 1}", "JSON line 2, column 3: 'a: 1}' (expected: a name in quotes or })");
        assertBad("{\"a\" 1}", "JSON line 1, column 6: '1}' (expected: :)");
        assertBad("{\"a\": 1 \"b\": 2}", "JSON line 1, column 9: '\"b\": 2}' (expected: , or })");
        assertBad(
                "{\"a\": 1, \"a\": 2}",
                "JSON line 1, column 10: '\"a\": 2}' (expected: a name other than \"a\", which is used twice)");
        assertBad("[1, 2", "JSON line 1, column 6: the end (expected: , or ])");
        assertBad("[1,]", "JSON line 1, column 4: ']' (expected: a value)");
        assertBad("nul", "JSON line 1, column 1: 'nul' (expected: a value)");
        assertBad("1 2", "JSON line 1, column 3: '2' (expected: the end)");
        assertBad("01", "JSON line 1, column 2: '1' (expected: the end)");
        assertBad("1.", "JSON line 1, column 3: the end (expected: a digit)");
        assertBad("-", "JSON line 1, column 2: the end (expected: a digit)");
        assertBad("\"a", "JSON line 1, column 3: the end (expected: \" at the end of a string)");
        assertBad("\"a\nb\"", "JSON line 1, column 3: '\\nb\"' (expected: \\n, \\t or \\u00xx in a string)");
        assertBad("\"\\x\"", "JSON line 1, column 3: 'x\"' (expected: one of \" \\ / b f n r t u after \\)");
        assertBad("\"\\u00g0\"", "JSON line 1, column 6: 'g0\"' (expected: four hexadecimal digits after \\u)");
        assertBad("\"\\u\u0661\"", "JSON line 1, column 4: '\u0661\"' (expected: four hexadecimal digits after \\u)");
        assertBad("#id", "JSON line 1, column 1: '#id' (expected: #{expression})");
        assertBad("'a'", "JSON line 1, column 1: ''a'' (expected: a value)");
        assertBad("\"#{a\"", "text: \"#{a\" (expected: } after #{)");
        assertBad(
                "1e99999999999", "JSON line 1, column 1: '1e9999999999' (expected: a number with a smaller exponent)");
    }

    @Test
    void refuses_json_that_is_nested_too_deeply() {
        assertThat(JsonReader.read("[".repeat(100) + "]".repeat(100))).isInstanceOf(List.class);
        assertBad("[".repeat(100_000), "JSON line 1, column 102: '[[[[[[[[[[[[' (expected: at most 100 levels)");
    }

    private static void assertBad(String json, String message) {
        assertThatThrownBy(() -> JsonReader.readTemplate(json))
                .as(json)
                .isInstanceOf(SchemaException.class)
                .hasMessage(message);
    }
}

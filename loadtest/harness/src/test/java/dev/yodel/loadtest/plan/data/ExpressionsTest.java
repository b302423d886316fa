package dev.yodel.loadtest.plan.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpressionsTest {

    private static final Feed CITIES =
            new Feed(Path.of("a.csv"), Feed.Order.CIRCULAR, List.of("city"), List.of(Map.of("city", "Bern")));

    @Test
    void names_must_be_known() {
        assertThatThrownBy(() -> Expressions.check(List.of("{\"a\": \"#{citty}\"}"), CITIES))
                .hasMessageStartingWith("data: #{citty} (expected: ")
                .hasMessageContaining("did you mean city?");
        assertThatThrownBy(() -> Expressions.check(List.of("{}", "#{no}"), null))
                .hasMessageStartingWith("data: #{no} (expected: ");
    }

    @Test
    void a_column_must_be_used() {
        assertThatThrownBy(() -> Expressions.check(List.of("{}"), CITIES))
                .hasMessage("feed: a.csv: column city is used nowhere (expected: #{city} in --data or --metadata, or a"
                        + " file without it)");
    }

    @Test
    void functions_and_escaped_text_need_no_column() {
        assertThatCode(() ->
                        Expressions.check(List.of("{\"a\": \"#{randomInt(1,5)} ##{no} #{city.x} #{number}\"}"), CITIES))
                .doesNotThrowAnyException();
    }

    @Test
    void the_page_lists_every_form() throws Exception {
        String page = Files.readString(Path.of("../../docs/expressions.md"));

        assertThat(Expressions.all().keySet())
                .allSatisfy(form -> assertThat(page).contains("`" + form + "`"));
    }
}

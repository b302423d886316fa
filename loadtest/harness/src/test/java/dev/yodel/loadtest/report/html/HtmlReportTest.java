package dev.yodel.loadtest.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    @Test
    void needs_nothing_but_itself() {
        String page = HtmlReport.text(List.of("{}"));

        assertThat(page)
                .contains("uPlot", "MIT License", "default-src 'none'", ">[{}]</script>")
                .doesNotContainPattern("(src|href)=\"(?!data:)")
                .doesNotContain("@data@", "@report.js@");
    }

    @Test
    void no_text_of_a_result_ends_the_script() {
        String page = HtmlReport.text(List.of("{\"name\": \"</script><!-- $1 \\\\ @data@\"}"));

        assertThat(page).contains("\\u003c/script>\\u003c!-- $1 \\\\ @data@");
    }

    @Test
    void shows_one_result_or_two() {
        assertThat(HtmlReport.text(List.of("{}", "{\"b\": 1}"))).contains(">[{},{\"b\": 1}]</script>");
        assertThatThrownBy(() -> HtmlReport.text(List.of())).hasMessage("results: 0 (expected: 1 or 2)");
    }
}

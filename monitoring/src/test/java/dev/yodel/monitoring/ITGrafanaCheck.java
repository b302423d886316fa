package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.monitoring.FakeGrafana.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the check of dashboards in a Grafana sees errors, on a small fake of one in a real Chromium. */
class ITGrafanaCheck {

    private static final String PROMETHEUS = "http://127.0.0.1:9090";

    @TempDir
    Path folder;

    @Test
    void dashboards_without_an_error_pass_and_are_photographed() throws Exception {
        try (FakeGrafana fake = new FakeGrafana(Fault.NONE)) {
            assertThat(problems(fake)).isEmpty();

            assertThat(fake.dataSources())
                    .singleElement()
                    .satisfies(source -> assertThat(source.path("url").asText()).isEqualTo(PROMETHEUS));
            assertThat(fake.dashboards().keySet())
                    .as("copies: nothing of others is replaced")
                    .hasSize(4)
                    .allMatch(uid -> uid.endsWith("-check"));
            for (Dashboard dashboard : Dashboard.all()) {
                String name = dashboard.toString().replace(".json", "");
                assertThat(Files.size(folder.resolve(name + "-test.png"))).isPositive();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CORNER, bad query",
        "STATUS, bad query",
        "ALERT, Templating: datasource not found",
        "QUERY, HTTP 400",
        "MISSING_PANEL, panels",
        "EXCEPTION, a panel broke",
    })
    void an_error_on_a_page_is_a_problem_of_its_dashboard(Fault fault, String text) throws Exception {
        try (FakeGrafana fake = new FakeGrafana(fault)) {
            List<String> problems = problems(fake);

            for (Dashboard dashboard : Dashboard.all()) {
                assertThat(problems)
                        .anyMatch(line ->
                                line.startsWith(dashboard.toString().replace(".json", ": ")) && line.contains(text));
            }
        }
    }

    @Test
    void a_second_check_replaces_what_the_first_one_added() throws Exception {
        try (FakeGrafana fake = new FakeGrafana(Fault.NONE)) {
            Grafana grafana = new Grafana(fake.url(), null);
            grafana.provision(PROMETHEUS);
            grafana.provision("http://127.0.0.1:9091");

            assertThat(grafana.version()).isEqualTo("7.5.17");
            assertThat(fake.dataSources())
                    .extracting(source -> source.path("url").asText())
                    .containsExactly("http://127.0.0.1:9091");
        }
    }

    @Test
    void a_user_who_may_not_is_told_so() throws Exception {
        try (FakeGrafana fake = new FakeGrafana(Fault.NONE)) {
            assertThatThrownBy(() -> new Grafana(fake.url("admin:wrong"), null).provision(PROMETHEUS))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("GRAFANA_URL: POST http://127.0.0.1:")
                    .hasMessageContaining("HTTP 401")
                    .hasMessageNotContaining("wrong");
        }
    }

    private List<String> problems(FakeGrafana fake) throws Exception {
        Grafana grafana = new Grafana(fake.url(), null);
        grafana.provision(PROMETHEUS);
        return new GrafanaScreens(folder)
                .problems(grafana, grafana.pages("r1", Instant.EPOCH, Instant.EPOCH.plusSeconds(60)), "test");
    }
}

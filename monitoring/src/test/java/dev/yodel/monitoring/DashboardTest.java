package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.monitoring.Dashboard.Panel;
import dev.yodel.monitoring.Dashboard.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of every dashboard. */
class DashboardTest {

    private static final int COLUMNS = 24;
    private static final int LONGEST_TITLE = 28;

    /** The units that are used, by the names that Grafana has for them. It shows an unknown one as text. */
    private static final Set<String> UNITS = Set.of("reqps", "mps", "s", "percentunit", "bytes", "short");

    @Test
    void every_dashboard_has_an_address_of_its_own() throws IOException {
        assertThat(Dashboard.all()).isNotEmpty();
        assertThat(Dashboard.all())
                .extracting(dashboard -> dashboard.json().path("uid").asText())
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.matches("[a-z][a-z0-9-]{1,39}"));
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#all")
    void panel_ids_are_unique(Dashboard dashboard) {
        List<Integer> ids = new ArrayList<>();
        for (JsonNode panel : dashboard.json().path("panels")) {
            ids.add(panel.path("id").asInt());
        }

        assertThat(ids).isNotEmpty().doesNotHaveDuplicates().allMatch(id -> id > 0);
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#all")
    void no_panel_lies_on_another(Dashboard dashboard) {
        List<Panel> places = new ArrayList<>();
        for (JsonNode panel : dashboard.json().path("panels")) {
            places.add(Panel.of(panel));
        }

        for (Panel panel : places) {
            assertThat(places)
                    .filteredOn(other -> other != panel && other.overlaps(panel))
                    .as("panels that lie on " + panel)
                    .isEmpty();
            assertThat(panel.x()).isNotNegative();
            assertThat(panel.y()).isNotNegative();
            assertThat(panel.width()).isPositive();
            assertThat(panel.height()).isPositive();
            assertThat(panel.x() + panel.width()).isLessThanOrEqualTo(COLUMNS);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#all")
    void every_panel_is_named_described_and_has_a_unit(Dashboard dashboard) {
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.title()).isNotBlank().hasSizeLessThanOrEqualTo(LONGEST_TITLE);
            assertThat(panel.description()).endsWith(".").hasSizeGreaterThan(LONGEST_TITLE);
            assertThat(panel.unit()).isIn(UNITS);
            assertThat(panel.queries()).isNotEmpty();
        });
        assertThat(dashboard.panels()).extracting(Panel::title).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#all")
    void the_client_stands_left_and_the_server_right(Dashboard dashboard) {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertThat(panel.title()).matches("(Client|Server) .+");
            if (panel.title().startsWith("Client")) {
                assertThat(panel.x() + panel.width()).isLessThanOrEqualTo(COLUMNS / 2);
                assertThat(panel.queries()).allMatch(DashboardTest::asksTheInjector);
            } else {
                assertThat(panel.x()).isGreaterThanOrEqualTo(COLUMNS / 2);
                assertThat(panel.queries()).noneMatch(DashboardTest::asksTheInjector);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#all")
    void the_data_source_is_a_variable(Dashboard dashboard) {
        assertThat(dashboard.json().path("templating").path("list"))
                .filteredOn(variable -> variable.path("name").asText().equals("datasource"))
                .singleElement()
                .satisfies(variable -> {
                    assertThat(variable.path("type").asText()).isEqualTo("datasource");
                    assertThat(variable.path("query").asText()).isEqualTo("prometheus");
                });
        for (JsonNode panel : dashboard.json().path("panels")) {
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
            }
        }
        assertThat(dashboard.panels())
                .flatExtracting(Panel::queries)
                .extracting(Query::datasource)
                .containsOnly("${datasource}");
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#queries")
    void a_rate_is_taken_over_the_interval_that_fits_the_zoom(Query query) {
        assertThat(query.expr().replace("[$__rate_interval]", ""))
                .as("no range but $__rate_interval, and no other variable; [.] is a regular expression")
                .doesNotContain("$")
                .doesNotContainPattern("\\[\\d");
    }

    private static boolean asksTheInjector(Query query) {
        return query.expr().contains("yodel_client_") || query.expr().contains("job=\"yodel-injector\"");
    }
}

package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.monitoring.Dashboard.Panel;
import dev.yodel.monitoring.Dashboard.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of every dashboard: what Grafana 7.5 and later read, and what can be read at a glance. */
class DashboardTest {

    private static final int COLUMNS = 24;
    private static final int LONGEST_TITLE = 36;
    private static final int MOST_QUERIES = 25;

    /** Panels that Grafana 7.5 has; later ones read them too. */
    private static final Set<String> TYPES = Set.of("graph", "stat", "table", "heatmap", "row");

    /** Units by Grafana's names. None shortens a count: 1,020 streams are not "1 K". */
    private static final Set<String> UNITS = Set.of("none", "s", "percentunit", "bytes", "Bps");

    @Test
    void every_dashboard_has_an_address_of_its_own() throws IOException {
        assertThat(Dashboard.all())
                .extracting(dashboard -> dashboard.json().path("uid").asText())
                .containsExactlyInAnyOrder("yodel-load-test", "yodel-service", "yodel-jvm", "yodel-compare");
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#all")
    void panel_ids_are_unique(Dashboard dashboard) {
        List<Integer> ids = new ArrayList<>();
        dashboard
                .json()
                .path("panels")
                .forEach(panel -> ids.add(panel.path("id").asInt()));

        assertThat(ids).isNotEmpty().doesNotHaveDuplicates().allMatch(id -> id > 0);
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#all")
    void no_panel_lies_on_another(Dashboard dashboard) {
        List<Panel> places = new ArrayList<>();
        dashboard.json().path("panels").forEach(panel -> places.add(Panel.of(panel)));

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
    void every_panel_says_what_it_answers_and_has_a_unit(Dashboard dashboard) {
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.title()).isNotBlank().hasSizeLessThanOrEqualTo(LONGEST_TITLE);
            assertThat(panel.description()).as(panel.title()).containsPattern("\\?( .+\\.)?$");
            assertThat(panel.unit()).as(panel.title()).isIn(UNITS);
            assertThat(panel.queries()).as(panel.title()).isNotEmpty();
        });
        assertThat(dashboard.panels()).extracting(Panel::title).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#all")
    void grafana_7_5_can_read_it(Dashboard dashboard) {
        assertThat(dashboard.json().path("schemaVersion").asInt()).isLessThanOrEqualTo(27);
        for (JsonNode panel : dashboard.json().path("panels")) {
            assertThat(panel.path("type").asText()).isIn(TYPES);
            assertThat(panel.has("repeat")).isFalse();
            if (panel.path("type").asText().equals("row")) {
                assertThat(panel.path("collapsed").asBoolean(true)).isFalse();
                assertThat(panel.path("panels")).isEmpty();
            }
        }
        for (JsonNode source : dashboard.json().findValues("datasource")) {
            assertThat(source.asText())
                    .as("a data source is a name, as objects came with 8.3")
                    .isEqualTo("${datasource}");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#all")
    void a_screen_asks_few_queries(Dashboard dashboard) {
        int annotations = dashboard.json().path("annotations").path("list").size();

        assertThat(dashboard.panels().stream()
                                .mapToInt(panel -> panel.queries().size())
                                .sum()
                        + annotations)
                .isLessThanOrEqualTo(MOST_QUERIES);
        assertThat(dashboard.json().path("refresh").asText()).isEqualTo("5s");
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#all")
    void a_tile_says_whether_it_is_now_or_the_whole_run(Dashboard dashboard) {
        for (JsonNode panel : dashboard.json().path("panels")) {
            if (Set.of("stat", "table").contains(panel.path("type").asText())) {
                String title = panel.path("title").asText();
                boolean wholeRun =
                        panel.path("targets").path(0).path("expr").asText().startsWith("last_over_time(");
                assertThat(title).matches("Verdict|.+ now|.+, whole run");
                assertThat(wholeRun).as(title).isNotEqualTo(title.endsWith(" now"));
                assertThat(panel.path("targets").findValues("instant"))
                        .as("the newest value, not the last one of a run that is over: " + title)
                        .hasSameSizeAs(panel.path("targets"));
            }
        }
    }

    @Test
    void charts_of_thresholds_are_red_where_a_run_is_suspect_and_every_tile_has_a_rule_for_its_colour()
            throws IOException {
        int red = 0;
        for (Dashboard dashboard : Dashboard.all()) {
            for (JsonNode panel : dashboard.json().path("panels")) {
                String title = panel.path("title").asText();
                if (panel.path("targets").toString().contains("yodel_client_threshold_ratio")) {
                    assertThat(panel.at("/thresholds/0/value").asDouble())
                            .as(title)
                            .isEqualTo(1);
                    assertThat(panel.at("/thresholds/0/colorMode").asText())
                            .as(title)
                            .isEqualTo("critical");
                    red++;
                }
                if (panel.path("type").asText().equals("stat")) {
                    assertThat(panel.at("/fieldConfig/defaults/thresholds/steps"))
                            .as(title)
                            .isNotEmpty();
                }
            }
        }
        assertThat(red).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#all")
    void dashboards_link_to_each_other_and_keep_run_and_time(Dashboard dashboard) {
        JsonNode link = dashboard.json().path("links").path(0);

        assertThat(link.path("type").asText()).isEqualTo("dashboards");
        assertThat(link.path("tags").toString()).isEqualTo("[\"yodel\"]");
        assertThat(link.path("includeVars").asBoolean()).isTrue();
        assertThat(link.path("keepTime").asBoolean()).isTrue();
        assertThat(dashboard.json().path("tags").toString()).contains("\"yodel\"");
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#all")
    void runs_are_chosen_by_a_variable(Dashboard dashboard) {
        assertThat(dashboard.json().path("templating").path("list").findValuesAsText("name"))
                .contains("datasource", "run");
    }

    @Test
    void charts_show_when_a_run_warmed_up_measured_and_changed_its_stage() throws IOException {
        for (String name : List.of("yodel-load-test.json", "yodel-service.json", "yodel-jvm.json")) {
            Dashboard dashboard = named(name);
            assertThat(dashboard.json().path("annotations").path("list").findValuesAsText("name"))
                    .containsExactly("Warm-up and cool-down", "Measured", "Stages");
        }
    }

    @Test
    void the_verdict_is_first_and_the_trust_row_follows() throws IOException {
        List<Panel> panels = named("yodel-load-test.json").panels();

        assertThat(panels.get(0).title()).isEqualTo("Verdict");
        assertThat(panels.get(0).y()).isZero();
        assertThat(panels.stream()
                        .filter(panel -> panel.title().equals("Trust now"))
                        .findFirst())
                .hasValueSatisfying(trust -> assertThat(trust.y()).isEqualTo(4));
    }

    @Test
    void client_and_server_share_an_axis_and_the_difference_is_an_area() throws IOException {
        for (String name : List.of("yodel-load-test.json", "yodel-service.json")) {
            JsonNode panel = panel(named(name), "Client p99 against server p99");
            assertThat(panel.path("targets").findValuesAsText("legendFormat"))
                    .containsExactly("client p99", "server p99");
            assertThat(panel.path("seriesOverrides").findValues("yaxis")).isEmpty();
            assertThat(panel.path("seriesOverrides").path(0).path("alias").asText())
                    .isEqualTo("client p99");
            assertThat(panel.path("seriesOverrides").path(0).path("fillBelowTo").asText())
                    .isEqualTo("server p99");
        }
    }

    @Test
    void a_status_has_one_colour_everywhere_and_ok_is_green() throws IOException {
        Map<String, String> colours = new HashMap<>();
        for (Dashboard dashboard : Dashboard.all()) {
            for (JsonNode panel : dashboard.json().path("panels")) {
                boolean byStatus = panel.path("targets").toString().matches(".*\\{\\{(status|statusCode)}}.*");
                assertThat(panel.path("stack").asBoolean())
                        .as(panel.path("title").asText())
                        .isEqualTo(byStatus);
                if (byStatus) {
                    panel.path("aliasColors").properties().forEach(colour -> {
                        String known = colours.putIfAbsent(
                                colour.getKey(), colour.getValue().asText());
                        assertThat(known).isIn(null, colour.getValue().asText());
                    });
                }
            }
        }
        for (io.grpc.Status.Code status : io.grpc.Status.Code.values()) {
            assertThat(colours).containsKey(status.name());
        }
        assertThat(colours).containsEntry("OK", "#73BF69");
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#queries")
    void a_rate_is_taken_over_the_interval_that_fits_the_zoom_and_no_percentile_is_averaged(Query query) {
        assertThat(query.expr().replace("[$__rate_interval]", "").replace("[$__rate_interval offset", ""))
                .as("no range but $__rate_interval, and that of the dashboard for a whole run")
                .doesNotContainPattern("\\[\\d");
        assertThat(query.expr()).doesNotContain("avg(", "avg by", "avg_over_time");
        if (query.expr().contains("histogram_quantile")) {
            assertThat(query.expr())
                    .as("NaN is no data")
                    .contains(" >= 0")
                    .containsPattern("sum by \\(([a-z]+, )?le\\)");
        }
    }

    private static Dashboard named(String file) throws IOException {
        return Dashboard.all().stream()
                .filter(dashboard -> dashboard.toString().equals(file))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode panel(Dashboard dashboard, String title) {
        for (JsonNode panel : dashboard.json().path("panels")) {
            if (panel.path("title").asText().equals(title)) {
                return panel;
            }
        }
        throw new AssertionError("no panel " + title);
    }
}

package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.monitoring.Dashboard.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Metrics and labels in dashboards and rules are those of the golden files, which the tests of both programs hold. */
class MetricNamesTest {

    private static final List<Path> GOLDEN = List.of(
            Path.of("../service/server/src/test/resources/dev/yodel/service/metrics.txt"),
            Path.of("../loadtest/harness/src/test/resources/dev/yodel/loadtest/live/metrics.txt"));

    /** Metrics that a golden file cannot have: they depend on the collector of garbage, or appear with their first event. */
    private static final Map<String, Set<String>> OTHERS = Map.of(
            "jvm_gc_pause_seconds", Set.of("action", "cause", "gc"),
            "jvm_gc_pause_seconds_max", Set.of("action", "cause", "gc"),
            "yodel_server_calls_rejected_total", Set.of("kind"),
            "yodel_server_certificate_expiry_days", Set.of(),
            "yodel_server_reloads_total", Set.of("file", "outcome"),
            "up", Set.of(),
            "ALERTS", Set.of("alertname", "alertstate"));

    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance", "le", "lifetime");

    private static final Pattern SELECTOR = Pattern.compile("\\b([a-zA-Z_][\\w:]*)(\\{[^}]*})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|on|without|ignoring|group_left|group_right) \\(([^)]*)\\)");
    private static final Pattern TEXT = Pattern.compile("(=~|!~|!=|=)?\\s*\"[^\"]*\"");
    private static final Set<String> WORDS = new TreeSet<>(Arrays.asList(
            ("sum min max count by on and or unless without ignoring rate increase histogram_quantile label_replace offset bool"
                            + " last_over_time max_over_time round clamp_min vector group_left group_right absent time e"
                            + " shift ms s m h")
                    .split(" ")));

    @Test
    void dashboards_ask_for_metrics_that_exist() throws IOException {
        for (Query query : Dashboard.queries()) {
            assertExists(query + ": " + query.expr(), query.expr(), golden());
        }
        for (Dashboard dashboard : Dashboard.all()) {
            for (JsonNode annotation : dashboard.json().path("annotations").path("list")) {
                assertExists(dashboard + " annotation", annotation.path("expr").asText(), golden());
            }
        }
    }

    @Test
    void rules_ask_for_metrics_that_exist() throws IOException {
        Map<String, Set<String>> known = golden();
        List<String> expressions = new ArrayList<>();
        for (Path file : Rules.files()) {
            for (JsonNode group : Yaml.read(file.toString()).path("groups")) {
                for (JsonNode rule : group.path("rules")) {
                    expressions.add(rule.path("expr").asText());
                    if (rule.has("record")) {
                        // a recorded series has the labels before its first colon
                        String name = rule.path("record").asText();
                        known.put(
                                name,
                                Set.of("service", "method", "methodType", "name", "kind", "job", "instance", "run_id"));
                    }
                }
            }
        }
        for (String expression : expressions) {
            assertExists(expression, expression, known);
        }
    }

    @Test
    void a_metric_or_label_that_does_not_exist_is_noticed() throws IOException {
        Map<String, Set<String>> known = golden();

        assertThat(unknown("sum(rate(yodel_client_call_total[1m]))", known)).containsExactly("yodel_client_call_total");
        assertThat(unknown("sum by (nam) (rate(yodel_client_calls_total{statuz=\"OK\"}[1m]))", known))
                .containsExactlyInAnyOrder("yodel_client_calls_total{statuz}", "by (nam)");
    }

    private static void assertExists(String what, String expr, Map<String, Set<String>> known) {
        assertThat(unknown(expr, known)).as(what).isEmpty();
    }

    private static Set<String> unknown(String expr, Map<String, Set<String>> known) {
        Set<String> unknown = new TreeSet<>();
        Set<String> labels = new TreeSet<>(OF_PROMETHEUS);
        String plain = TEXT.matcher(GROUPING.matcher(expr).replaceAll(" "))
                // no text but that a matcher has one
                .replaceAll(text -> text.group(1) == null ? " " : text.group(1) + "\"\"")
                .replaceAll("\\[[^]]*]", " ");
        for (MatchResult selector : SELECTOR.matcher(plain).results().toList()) {
            String name = selector.group(1);
            if (WORDS.contains(name)) {
                continue;
            }
            Set<String> has = known.get(family(name, known));
            if (has == null) {
                unknown.add(name);
                continue;
            }
            labels.addAll(has);
            String matchers = selector.group(2) == null ? "" : selector.group(2);
            MATCHER.matcher(matchers)
                    .results()
                    .map(matcher -> matcher.group(1))
                    .filter(label -> !has.contains(label) && !OF_PROMETHEUS.contains(label))
                    .forEach(label -> unknown.add(name + "{" + label + "}"));
        }
        // labels that the query makes itself
        Pattern.compile(", \"(\\w+)\", \"").matcher(expr).results().forEach(made -> labels.add(made.group(1)));
        for (MatchResult grouping : GROUPING.matcher(expr).results().toList()) {
            for (String label : grouping.group(1).split(",")) {
                if (!label.isBlank() && !labels.contains(label.strip())) {
                    unknown.add("by (" + label.strip() + ")");
                }
            }
        }
        return unknown;
    }

    private static String family(String name, Map<String, Set<String>> known) {
        if (known.containsKey(name)) {
            return name;
        }
        return name.replaceFirst("_(bucket|count|sum)$", "");
    }

    private static Map<String, Set<String>> golden() throws IOException {
        Map<String, Set<String>> metrics = new TreeMap<>(OTHERS);
        for (Path file : GOLDEN) {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ");
                metrics.put(words[0], words.length < 3 ? Set.of() : Set.of(words[2].split(",")));
            }
        }
        return metrics;
    }
}

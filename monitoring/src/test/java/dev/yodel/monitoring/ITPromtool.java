package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.testing.OutsideProgram;
import dev.yodel.testing.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What the real promtool says of configuration and rules. */
class ITPromtool {

    private static final List<String> FILES = List.of("run", "service");
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    /** Conditions of the alerts, and what everything fulfils. */
    private static final Map<String, String> THRESHOLDS = Map.ofEntries(
            Map.entry("== 2)", ">= 0)"),
            Map.entry("< 0.9)", "< 9)"),
            Map.entry("> 0.9\n", "> -1\n"),
            Map.entry("> 0.05\n", "> -1\n"),
            Map.entry("> 0.01\n", "> -1\n"),
            Map.entry("(yodel_client_expectation_met == bool 0)", "yodel_client_expectation_met"),
            Map.entry("lifetime=\"stays\"} == 0", "lifetime=\"stays\"} == 1"),
            Map.entry("* 0.001\n", "* 0\n"),
            Map.entry("> 0.001\n", "> 0\n"),
            Map.entry("> 0.25\n", "> 0\n"),
            Map.entry("[5m])) > 0.1\n", "[5m])) > 0\n"),
            Map.entry("< 14\n", "< 1000\n"));

    private static String program = "promtool";

    @TempDir
    Path folder;

    @BeforeAll
    static void findsPromtool() {
        program = new OutsideProgram().program("promtool").toString();
    }

    @Test
    void the_configuration_is_valid() throws Exception {
        assertThat(promtool("check", "config", "prometheus/prometheus.yml"))
                .contains("prometheus/prometheus.yml is valid", "SUCCESS: 2 rule files found")
                .endsWith("exit code 0");
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void the_rules_are_valid(String file) throws Exception {
        assertThat(promtool("check", "rules", "--lint=all", "--lint-fatal", rules(file)))
                .contains("SUCCESS")
                .endsWith("exit code 0");
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void the_rules_compute_and_alarm_as_their_tests_say(String file) throws Exception {
        assertThat(promtool("test", "rules", tests(file))).contains("SUCCESS").endsWith("exit code 0");
    }

    /** Guards the test above: an alert that is loosened, or that forgets the end of a run, must not pass it. */
    @ParameterizedTest
    @CsvSource({
        "run, < 0.9), < 0.1), YodelPlanMissed",
        "run, '(yodel_client_verdict == 2)\n          * on (job, instance) group_left (run_id, target) yodel_run_info{phase=\"measuring\"}',"
                + " yodel_client_verdict == 2, YodelRunSuspect",
        "service, > 14.4 * 0.001, > 500 * 0.001, YodelErrorBudgetFast",
        "service, '{job=\"yodel-service\", lifetime=\"stays\"} == 0', '{job=\"yodel-service\"} == 0', YodelServiceDown",
    })
    void a_changed_alert_fails_its_test(String file, String from, String to, String alert) throws Exception {
        String text = Files.readString(Path.of(rules(file)));
        String changed = text.replace(from.replace("\\n", "\n"), to);
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(folder.resolve("rules.yml"), changed);
        Path tests = folder.resolve("tests.yml");
        Files.writeString(
                tests, Files.readString(Path.of(tests(file))).replace("../rules/" + file + ".yml", "rules.yml"));

        assertThat(promtool("test", "rules", tests.toString()))
                .contains("alertname: " + alert)
                .endsWith("exit code 1");
    }

    @Test
    void no_alert_fires_or_is_pending_in_a_healthy_demo() throws Exception {
        assertThat(promtool("test", "rules", tests("healthy")))
                .contains("SUCCESS")
                .endsWith("exit code 0");
    }

    /** Guards the test above: with thresholds that everything exceeds, every alert fires, so none is silent for want of data. */
    @Test
    void every_alert_has_data_in_the_healthy_demo() throws Exception {
        for (String file : FILES) {
            String text = Files.readString(Path.of(rules(file)));
            for (String threshold : THRESHOLDS.keySet()) {
                text = text.replace(threshold, THRESHOLDS.get(threshold));
            }
            Files.writeString(folder.resolve(file + ".yml"), text);
        }
        Path tests = folder.resolve("tests.yml");
        Files.writeString(tests, Files.readString(Path.of(tests("healthy"))).replace("../rules/", ""));

        String printed = promtool("test", "rules", tests.toString());

        assertThat(printed).endsWith("exit code 1");
        for (String file : FILES) {
            for (String alert : alerts(file)) {
                assertThat(printed).contains("alertname=\"" + alert + "\"");
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void every_rule_has_a_test_and_every_alert_is_tested_to_fire_and_to_be_silent(String file) throws Exception {
        String tests = Files.readString(Path.of(tests(file)));
        List<String> alerts = alerts(file);
        List<String> fire = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (JsonNode test : Yaml.read(tests(file)).path("tests")) {
            for (JsonNode alert : test.path("alert_rule_test")) {
                (alert.path("exp_alerts").isEmpty() ? silent : fire)
                        .add(alert.path("alertname").asText());
            }
        }
        for (JsonNode group : Yaml.read(rules(file)).path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                assertThat(tests)
                        .contains(rule.path("alert").asText()
                                + rule.path("record").asText());
            }
        }

        assertThat(alerts).isNotEmpty();
        assertThat(fire).containsAll(alerts);
        assertThat(silent).containsAll(alerts);
    }

    @Test
    void every_alert_has_its_entry_in_the_runbook_and_none_is_left_over() throws Exception {
        List<String> alerts = new ArrayList<>();
        for (String file : FILES) {
            alerts.addAll(alerts(file));
            for (JsonNode group : Yaml.read(rules(file)).path("groups")) {
                for (JsonNode rule : group.path("rules")) {
                    if (rule.has("alert")) {
                        assertThat(rule.path("annotations").path("runbook").asText())
                                .isEqualTo("monitoring/RUNBOOK.md#"
                                        + rule.path("alert").asText().toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        List<String> entries = Files.readAllLines(Path.of("RUNBOOK.md")).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring("### ".length()))
                .toList();

        assertThat(entries).containsExactlyElementsOf(alerts);
    }

    private static List<String> alerts(String file) throws IOException {
        List<String> alerts = new ArrayList<>();
        for (JsonNode group : Yaml.read(rules(file)).path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (rule.has("alert")) {
                    alerts.add(rule.path("alert").asText());
                }
            }
        }
        return alerts;
    }

    private static String rules(String file) {
        return "prometheus/rules/" + file + ".yml";
    }

    private static String tests(String file) {
        return "prometheus/tests/" + file + ".yml";
    }

    /** Runs promtool in this module; returns all that it printed, and its exit code. */
    private String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        try (RunningProgram promtool = RunningProgram.start(folder.resolve("output.txt"), command)) {
            int exit = promtool.awaitEnd(AT_MOST);
            return promtool.output() + "exit code " + exit;
        }
    }
}

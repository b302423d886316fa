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
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real promtool says of configuration and rules. */
class ITPromtool {

    private static final String RULES = "prometheus/rules/yodel.yml";
    private static final String TESTS = "prometheus/tests/yodel.yml";
    private static final Duration AT_MOST = Duration.ofSeconds(20);

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
                .contains("prometheus/prometheus.yml is valid", "SUCCESS: 1 rule files found")
                .endsWith("exit code 0");
    }

    @Test
    void the_rules_are_valid() throws Exception {
        assertThat(promtool("check", "rules", "--lint=all", "--lint-fatal", RULES))
                .contains("SUCCESS")
                .endsWith("exit code 0");
    }

    @Test
    void the_rules_compute_and_alarm_as_their_tests_say() throws Exception {
        assertThat(promtool("test", "rules", TESTS)).contains("SUCCESS").endsWith("exit code 0");
    }

    /** Guards the test above: a loosened threshold must not pass it. */
    @Test
    void a_loosened_alert_fails_its_test() throws Exception {
        String loosened = Files.readString(Path.of(RULES)).replace("ratio_rate1m > 0.01", "ratio_rate1m > 0.9");
        Files.writeString(folder.resolve("rules.yml"), loosened);
        Path tests = folder.resolve("tests.yml");
        Files.writeString(tests, Files.readString(Path.of(TESTS)).replace("../rules/yodel.yml", "rules.yml"));

        assertThat(promtool("test", "rules", tests.toString()))
                .contains("alertname: YodelServiceErrors", "alertname: YodelClientErrors")
                .endsWith("exit code 1");
    }

    @Test
    void every_rule_has_a_test() throws Exception {
        Set<String> rules = new TreeSet<>();
        for (JsonNode group : Yaml.read(RULES).path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                rules.add(rule.path("alert").asText() + rule.path("record").asText());
            }
        }
        String tests = Files.readString(Path.of(TESTS));

        assertThat(rules).isNotEmpty().allMatch(tests::contains);
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

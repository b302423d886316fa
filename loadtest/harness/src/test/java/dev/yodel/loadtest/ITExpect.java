package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The exit code of the real program by what is expected of its result. */
class ITExpect {

    @RegisterExtension
    static final YodelService SERVICE = new YodelService();

    private static final String ECHO = "yodel.v1.EchoService/Echo";
    private static final String HELLO = "{\"message\": \"hello\"}";
    private static final String SLOW = "{\"behavior\": {\"headerDelay\": {\"fixed\": \"0.050s\"}}}";

    @TempDir
    Path folder;

    @Test
    void what_is_met_is_listed_and_what_is_missed_ends_with_3() throws Exception {
        try (Program program = start(
                "--call",
                ECHO,
                "--data",
                SLOW,
                "--users",
                "2",
                "--count",
                "20",
                "--expect",
                "p50 < 10s",
                "--expect",
                "Echo: p50 < 10ms",
                "--name",
                "nightly",
                "--label",
                "commit=4fe1c90")) {
            assertThat(program.exit()).as(program.err()).isEqualTo(3);
            assertThat(program.err()).matches("yodel: missed: Echo: p50 < 10ms: .* ms\n");
            assertThat(program.out())
                    .containsPattern("verdict: .*\n(  .*\n)*met: p50 < 10s: .*\nMISSED: Echo: p50 < 10ms: ");
        }
        JsonNode result = ResultSchema.assertValid(Files.readString(folder.resolve("out/result.json")));
        assertThat(result.at("/expectations/0/met").asBoolean()).isTrue();
        assertThat(result.at("/expectations/1/met").asBoolean()).isFalse();
        assertThat(result.at("/expectations/1/value").asDouble()).isGreaterThanOrEqualTo(50_000);
        assertThat(result.at("/name").asText()).isEqualTo("nightly");
        assertThat(result.at("/labels/commit").asText()).isEqualTo("4fe1c90");
    }

    @Test
    void failed_calls_are_few_by_default() throws Exception {
        try (Program program = start(
                "--call",
                "grpc.health.v1.Health/Check",
                "--data",
                "[{}, {\"service\": \"unknown\"}]",
                "--users",
                "1",
                "--count",
                "4")) {
            assertThat(program.exit()).as(program.err()).isEqualTo(3);
            assertThat(program.err()).isEqualTo("yodel: missed: failed < 1%: 50%, 2 of 4 calls\n");
            assertThat(program.out()).contains("MISSED: failed < 1% (the default): 50%, 2 of 4 calls");
        }
    }

    @Test
    void a_failure_that_was_asked_for_is_no_surprise() throws Exception {
        String failing = "[" + HELLO + ", {\"behavior\": {\"failure\": {\"status\": {\"code\": 14}}}}]";
        try (Program program = start("--call", ECHO, "--data", failing, "--users", "1", "--count", "4")) {
            assertThat(program.exit()).as(program.err()).isZero();
            assertThat(program.out()).doesNotContain("MISSED");
        }
    }

    @Test
    void a_run_that_misses_can_end_early() throws Exception {
        try (Program program = start(
                "--call",
                ECHO,
                "--data",
                SLOW,
                "--users",
                "1",
                "--duration",
                "10m",
                "--warm-up",
                "0s",
                "--expect",
                "p50 < 10ms",
                "--abort-on-fail")) {
            assertThat(program.exit()).as(program.err()).isEqualTo(3);
        }
    }

    /** The profile takes an hour: only its first stage is missed. */
    @Test
    void a_stage_that_misses_can_end_the_run_early() throws Exception {
        try (Program program = start(
                "--call",
                ECHO,
                "--data",
                SLOW,
                "--rate",
                "10/30m, 20/30m",
                "--warm-up",
                "0s",
                "--expect",
                "stage 1: p50 < 10ms",
                "--expect",
                "failed == 0",
                "--abort-on-fail")) {
            assertThat(program.exit()).as(program.err()).isEqualTo(3);
            assertThat(program.err()).matches("yodel: missed: stage 1: p50 < 10ms: .* ms\n");
            assertThat(program.out()).contains("met: failed == 0: 0");
        }
    }

    /** The load generator is stopped for a moment, which its timer notices. */
    @Test
    void a_suspect_result_that_meets_what_was_asked_for_ends_with_4() throws Exception {
        try (Program program = start(
                "--call",
                ECHO,
                "--data",
                HELLO,
                "--users",
                "1",
                "--duration",
                "4s",
                "--warm-up",
                "0s",
                "--expect",
                "failed == 0")) {
            program.awaitOutput(Pattern.compile(" 0:0\\d "));
            program.signal("STOP");
            TimeUnit.SECONDS.sleep(1);
            program.signal("CONT");
            assertThat(program.exit()).as(program.out()).isEqualTo(4);
            assertThat(program.err()).startsWith("yodel: the verdict is SUSPECT");
            assertThat(program.out()).contains("verdict: SUSPECT\n  timer lag ", "met: failed == 0: 0");
        }
    }

    @Test
    void a_mistake_is_one_line_that_points_at_it() throws Exception {
        assertRefused("p99 < 5mss", "p99 < 5mss: at character 7: 5mss (expected: a time such as 500us, 5ms or 1.5s)");
        assertRefused("Eco: p99 < 5ms", "--expect: Eco: p99 < 5ms: request Eco (expected: Echo)");
    }

    private void assertRefused(String expectation, String error) throws Exception {
        Refusals.Ended ended =
                Refusals.run("load", SERVICE.target(), "--call", ECHO, "--count", "1", "--expect", expectation);
        assertThat(ended.code()).as(ended.out()).isEqualTo(2);
        assertThat(ended.err().lines()).singleElement().asString().contains(error);
        Refusals.assertNothingLeft();
    }

    private Program start(String... flags) throws Exception {
        return new LoadProgram(SERVICE.target(), folder).start(flags);
    }
}

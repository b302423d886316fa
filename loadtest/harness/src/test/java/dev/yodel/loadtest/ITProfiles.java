package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Loads that change over time, and how streams are used, on Yodel's own service. */
@Timeout(120)
class ITProfiles {

    @RegisterExtension
    static final YodelService SERVICE = new YodelService();

    private static final String ECHO = "yodel.v1.EchoService/Echo";
    private static final String EXPAND = "yodel.v1.EchoService/Expand";
    private static final String CHAT = "yodel.v1.EchoService/Chat";
    private static final String COLLECT = "yodel.v1.EchoService/Collect";

    @TempDir
    Path folder;

    /** By due times, so exact however busy the machine is. */
    @Test
    void each_stage_of_a_rate_has_figures() throws Exception {
        JsonNode call = load().measureMissed(
                        "--call", ECHO,
                        "--rate", "0..100/1s, 100/1s, 20/1s",
                        "--expect", "stage 2: rate > 90/s",
                        "--expect", "Echo: stage 3: failed == 0",
                        "--expect", "Echo: stage 1: rate > 90/s");

        assertThat(call.get("count").asLong()).isEqualTo(170);
        List<JsonNode> stages = stages();
        assertThat(stages)
                .extracting(stage -> stage.get("stage").asText())
                .containsExactly("0..100/1s", "100/1s", "20/1s");
        assertThat(stages.get(0).get("count").asLong()).isEqualTo(50);
        assertThat(stages.get(1).get("count").asLong()).isEqualTo(100);
        assertThat(stages.get(2).get("count").asLong()).isEqualTo(20);
        assertThat(stages.get(1).at("/responseTime/p99").asDouble()).isPositive();
        assertThat(load().out())
                .contains("0..100/1s")
                .contains("20/1s")
                .contains("met: stage 2: rate > 90/s: ")
                .contains("met: Echo: stage 3: failed == 0: 0")
                .contains("MISSED: Echo: stage 1: rate > 90/s: ");
        assertThat(folder.resolve("out/junit.xml")).content().contains("Echo: stage 1: rate &gt; 90/s");
        assertThat(folder.resolve("out/summary.md")).content().contains("Echo: stage 1: rate");
        assertThat(new ObjectMapper().readTree(load().json()).get("expectations"))
                .extracting(expectation -> expectation.get("met").asBoolean())
                .containsExactly(true, true, false);
    }

    @Test
    void streams_follow_a_profile_too() throws Exception {
        JsonNode call = measure(EXPAND, "--rate", "10/1s, 40/1s");

        assertThat(call.get("count").asLong()).isEqualTo(50);
        List<Long> counts =
                stages().stream().map(stage -> stage.get("count").asLong()).toList();
        assertThat(counts.get(0))
                .as("the call due at the boundary is in either stage")
                .isBetween(10L, 11L);
        assertThat(counts.get(0) + counts.get(1)).as("no call is lost").isEqualTo(50);
    }

    @Test
    void poisson_arrivals_have_the_rate_on_average() throws Exception {
        JsonNode call = measure(ECHO, "--rate", "400", "--arrival", "poisson", "--duration", "2s", "--warm-up", "0s");

        assertThat(call.get("count").asLong()).isCloseTo(800, within(120L));
    }

    @Test
    void users_come_and_go() throws Exception {
        measure(ECHO, "--users", "1/1s, 4/1s", "--think-time", "50ms..60ms");

        List<JsonNode> stages = stages();
        assertThat(stages.get(0).get("count").asLong()).isPositive();
        assertThat(stages.get(1).get("count").asLong())
                .isGreaterThan(stages.get(0).get("count").asLong());
    }

    @Test
    void held_streams_follow_a_rate_that_changes() throws Exception {
        JsonNode call = measure(CHAT, "--streams", "4", "--rate", "20/1s, 100/1s");

        assertThat(call.at("/messages/sent").asLong()).isEqualTo(120);
        assertThat(stages()).hasSize(2);
    }

    @Test
    void streams_have_as_many_messages_as_asked_for() throws Exception {
        JsonNode chat = measure(CHAT, "--users", "2", "--count", "6", "--messages-per-stream", "5");
        assertThat(chat.at("/messages/sent").asLong()).isEqualTo(30);
        assertThat(chat.at("/messages/received").asLong()).isEqualTo(30);

        JsonNode paced =
                measure(COLLECT, "--users", "2", "--count", "4", "--messages-per-stream", "5", "--message-rate", "100");
        assertThat(paced.at("/messages/sent").asLong()).isEqualTo(20);

        JsonNode held = measure(CHAT, "--streams", "2", "--count", "30", "--messages-per-stream", "5");
        assertThat(held.get("count").asLong()).isGreaterThanOrEqualTo(6);
    }

    @Test
    void streams_end_as_a_success_when_their_time_is_up() throws Exception {
        JsonNode expand = measure(
                EXPAND,
                "--data",
                "{\"count\": 1000, \"interval\": \"0.010s\"}",
                "--users",
                "2",
                "--count",
                "4",
                "--stream-duration",
                "200ms");
        assertThat(expand.get("ok").asLong()).isEqualTo(4);
        assertThat(expand.at("/messages/received").asLong()).isPositive();

        JsonNode chat = measure(CHAT, "--users", "2", "--count", "4", "--stream-duration", "200ms");
        assertThat(chat.get("ok").asLong()).isEqualTo(4);
    }

    @Test
    void the_load_after_the_measurement_is_excluded() throws Exception {
        JsonNode call = measure(ECHO, "--rate", "50", "--duration", "1s", "--warm-up", "1s", "--cool-down", "1s");

        assertThat(call.get("count").asLong()).isEqualTo(50);
        assertThat(new ObjectMapper()
                        .readTree(load().json())
                        .at("/channels/0/backends/0/calls")
                        .asLong())
                .as("calls of the whole run")
                .isGreaterThan(120);
    }

    @Test
    void mistakes() throws Exception {
        assertRefused("--rate: stage '100/s' (expected: a stage such as 100/30s", "--rate", "100/s");
        assertRefused("--rate: stage '5' (expected: a stage such as 100/30s or 0..100/30s", "--rate", "1/5s, 5");
        assertRefused("--rate: many (expected: a number, or stages such as ", "--rate", "many");
        assertRefused(
                "--expect: stage 3: p99 < 1s: stage 3 (expected: 1 to 2, the stages of the load)",
                "--rate",
                "1/5s, 2/5s",
                "--expect",
                "stage 3: p99 < 1s");
        assertRefused(
                "--duration: cannot be combined with a profile, which sets its own duration",
                "--rate",
                "1/5s",
                "--duration",
                "1s");
        assertRefused("--cool-down: with a count", "--count", "1", "--cool-down", "1s");
        assertRefused("--arrival: poisson without --rate", "--arrival", "poisson");
        assertRefused("--think-time: cannot be combined with --rate", "--rate", "1", "--think-time", "1s");
        assertRefused(ECHO + " is unary (expected: a streaming method", "--messages-per-stream", "3");
    }

    private JsonNode measure(String call, String... flags) throws Exception {
        List<String> all = new ArrayList<>(List.of("--call", call));
        all.addAll(Arrays.asList(flags));
        JsonNode request = load().measure(all.toArray(String[]::new));
        assertThat(request.get("failed").asLong()).isZero();
        return request;
    }

    private List<JsonNode> stages() throws Exception {
        List<JsonNode> stages = new ArrayList<>();
        new ObjectMapper().readTree(load().json()).get("stages").forEach(stages::add);
        return stages;
    }

    private void assertRefused(String line, String... flags) throws Exception {
        List<String> all = new ArrayList<>(List.of("--call", ECHO));
        all.addAll(Arrays.asList(flags));
        load().assertRefused(line, all.toArray(String[]::new));
    }

    private LoadProgram load() {
        return new LoadProgram(SERVICE.target(), folder);
    }
}

package dev.yodel.loadtest.report.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.loadtest.result.Golden;
import dev.yodel.loadtest.result.ResultSchema;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import io.grpc.MethodDescriptor.MethodType;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultJsonTest {

    private static final Verdict SUSPECT = Verdict.of(List.of("injector CPU: 97 % (expected: at most 90 %)"));

    @Test
    void is_the_text_that_readers_rely_on() throws IOException {
        JudgedResult result =
                new SampleStats().chat().collection().expansion().greetings().result(SUSPECT);

        Golden.assertIs("result.golden.json", ResultJson.text(result));
    }

    @Test
    void is_what_its_schema_says() throws IOException {
        ResultSchema.assertValid(Golden.read("result.golden.json"));
    }

    @Test
    void leaves_out_what_holds_nothing() throws IOException {
        RunResult empty = new RunResult(
                RunInfo.of("run-1", null, Map.of()),
                SampleStats.PLAN,
                new Window(SampleStats.START, SampleStats.START, 0),
                SampleStats.INJECTOR,
                List.of(),
                List.of(),
                List.of());

        JsonNode json = ResultSchema.assertValid(ResultJson.text(new JudgedResult(empty, SUSPECT)));

        assertThat(json.get("requests")).isEmpty();
        assertThat(json.get("channels")).isEmpty();
    }

    @Test
    void has_a_name_without_a_call() throws IOException {
        JudgedResult result = new SampleStats()
                .planned("collect", MethodType.CLIENT_STREAMING)
                .result(SUSPECT);

        JsonNode collect = ResultSchema.assertValid(ResultJson.text(result)).at("/requests/0");

        assertThat(collect.get("name").asText()).isEqualTo("collect");
        assertThat(collect.get("count").asLong(-1)).isZero();
        assertThat(collect.at("/messages/sent").asLong(-1)).isZero();
        assertThat(collect.has("responseTime")).isFalse();
    }

    @Test
    void leaves_out_of_a_backend_what_never_happened() throws IOException {
        JsonNode backends =
                ResultSchema.assertValid(Golden.read("result.golden.json")).at("/channels/0/backends");

        assertThat(backends.get(0).fieldNames()).toIterable().contains("goAways", "streamWaits");
        assertThat(backends.get(1).fieldNames()).toIterable().doesNotContain("goAways", "streamWaits");
    }

    @Test
    void writes_long_times_in_plain_decimals() {
        JudgedResult result = new SampleStats().chat().result(Verdict.of(List.of()));

        assertThat(ResultJson.text(result)).doesNotContainPattern("[0-9]E[0-9]");
    }

    @Test
    void schema_has_every_failure_source() throws IOException {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Golden.read("result.golden.json"));
        ObjectNode sources = ((ObjectNode) json.at("/requests/0")).putObject("failureSources");
        for (FailureSource source : EnumSet.complementOf(EnumSet.of(FailureSource.NONE))) {
            sources.put(source.name(), 1);
        }

        assertThat(ResultSchema.problems(json)).isEmpty();
    }

    @Test
    void schema_turns_down_what_is_no_result() throws IOException {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Golden.read("result.golden.json"));

        ObjectNode withoutReasons = json.deepCopy();
        withoutReasons.withArray("/verdict/reasons").removeAll();
        ObjectNode withoutWindow = json.deepCopy();
        withoutWindow.remove("window");
        ObjectNode withUnknown = json.deepCopy();
        withUnknown.put("extra", 1);
        ObjectNode withMessagesOfUnary = json.deepCopy();
        ((ObjectNode) withMessagesOfUnary.at("/requests/0")).put("kind", "UNARY");
        ObjectNode withoutChannels = json.deepCopy();
        withoutChannels.remove("channels");

        assertThat(List.of(withoutReasons, withoutWindow, withUnknown, withMessagesOfUnary, withoutChannels))
                .allSatisfy(broken -> assertThat(ResultSchema.problems(broken)).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/requests/1/bytes",
                "/requests/1/serverTime",
                "/channels/0",
                "/channels/0/connectionWaits",
                "/channels/0/backends/0",
                "/channels/0/backends/0/streamWaits"
            })
    void schema_turns_down_fields_that_it_does_not_know(String place) throws IOException {
        JsonNode json = new ObjectMapper().readTree(Golden.read("result.golden.json"));
        assertThat(json.at(place).isObject()).as(place).isTrue();

        ((ObjectNode) json.at(place)).put("extra", 1);

        assertThat(ResultSchema.problems(json)).isNotEmpty();
    }
}

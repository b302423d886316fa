package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.plan.data.Expressions;
import io.grpc.health.v1.HealthCheckRequest;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server receives of rows, expressions and binary messages. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class ITData {

    private static final String CHECK = "grpc.health.v1.Health/Check";
    private static final String DATA = "{\"service\": \"#{city} #{number}\"}";

    @TempDir
    Path folder;

    private RecordingServer server;

    @BeforeAll
    void startServer() throws Exception {
        server = new RecordingServer();
    }

    @AfterAll
    void endServer() {
        server.close();
    }

    @Test
    void users_take_rows_in_turn(TestInfo test) throws Exception {
        measure(test, "--data", DATA, "--feed", cities(), "--users", "3", "--count", "7");

        assertThat(services(test))
                .containsExactlyInAnyOrder("Bern 1", "Chur 2", "Thun 3", "Bern 4", "Chur 5", "Thun 6", "Bern 7");
    }

    @Test
    void calls_at_a_rate_take_rows_in_turn(TestInfo test) throws Exception {
        measure(test, "--data", DATA, "--feed", cities(), "--rate", "50", "--count", "7");

        assertThat(services(test)).hasSize(7).contains("Bern 1", "Chur 2", "Thun 3", "Bern 4");
    }

    @Test
    void a_run_ends_after_the_last_row(TestInfo test) throws Exception {
        String[] once = {"--data", DATA, "--feed", cities(), "--feed-order", "once"};
        JsonNode users = measure(test, concat(once, "--users", "2", "--duration", "1m"));
        assertThat(users.get("count").asLong()).isEqualTo(3);

        JsonNode rate = measure(test, concat(once, "--rate", "20", "--duration", "1m"));
        assertThat(rate.get("count").asLong()).isEqualTo(3);
        assertThat(services(test)).hasSize(6);
    }

    @Test
    void every_listed_expression_is_evaluated(TestInfo test) throws Exception {
        StringBuilder all = new StringBuilder();
        Expressions.all()
                .keySet()
                .forEach(
                        form -> all.append(form.replace("#{column}", "#{city}")).append(" | "));
        measure(test, "--data", "{\"service\": \"" + all + "\"}", "--feed", cities(), "--users", "1", "--count", "1");

        assertThat(services(test))
                .singleElement()
                .asString()
                .startsWith("1 | 1 | ")
                .doesNotContain("#{");
    }

    @Test
    void messages_in_binary_form(TestInfo test) throws Exception {
        Path one = Files.write(
                folder.resolve("one"), request("#{not an expression").toByteArray());
        Path several = folder.resolve("several");
        try (OutputStream out = Files.newOutputStream(several)) {
            request("a").writeDelimitedTo(out);
            request("b").writeDelimitedTo(out);
        }
        measure(test, "--data-binary", one.toString(), "--users", "1", "--count", "1");
        measure(test, "--data-binary", several.toString(), "--delimited", "--users", "1", "--count", "3");

        assertThat(services(test)).containsExactly("#{not an expression", "a", "b", "a");
    }

    @Test
    void expressions_are_listed() throws Exception {
        try (Program program = Program.start(folder, "load", "--help-expressions")) {
            assertThat(program.exit()).as(program.err()).isZero();
            assertThat(program.out()).contains("#{randomUuid()}", "a random UUID");
        }
    }

    @Test
    void mistakes() throws Exception {
        String cities = cities();
        assertRefused(
                "--count: 9 (expected: at most 3, the rows of ",
                "--data",
                DATA,
                "--feed",
                cities,
                "--feed-order",
                "once",
                "--count",
                "9");
        assertRefused("--feed: " + cities + ": column city is used nowhere (expected: ", "--feed", cities);
        assertRefused("--data: #{town} (expected: city, ", "--data", "{\"service\": \"#{town}\"}", "--feed", cities);
        assertRefused(
                "--feed-order: any (expected: circular, random, shuffled or once)",
                "--feed",
                cities,
                "--feed-order",
                "any");
        assertRefused(
                "--data: cannot be combined with --data-binary (expected: one of the two)",
                "--data",
                "{}",
                "--data-binary",
                "x");
        assertRefused("data-binary: none (expected: a readable file)", "--data-binary", "none");
    }

    private JsonNode measure(TestInfo test, String... flags) throws Exception {
        JsonNode request = load().measure(concat(
                new String[] {"--call", CHECK, "--metadata", "x-test: " + test.getDisplayName()}, flags));
        assertThat(request.get("failed").asLong()).isZero();
        return request;
    }

    private void assertRefused(String line, String... flags) throws Exception {
        load().assertRefused(line, concat(new String[] {"--call", CHECK}, flags));
    }

    private List<String> services(TestInfo test) {
        return server.calls(test.getDisplayName()).stream()
                .map(call -> call.service)
                .toList();
    }

    private String cities() throws Exception {
        return Files.writeString(folder.resolve("cities.csv"), "city\nBern\nChur\nThun\n")
                .toString();
    }

    private LoadProgram load() {
        return new LoadProgram(server.target(), folder);
    }

    private static HealthCheckRequest request(String service) {
        return HealthCheckRequest.newBuilder().setService(service).build();
    }

    private static String[] concat(String[] first, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(first));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }
}

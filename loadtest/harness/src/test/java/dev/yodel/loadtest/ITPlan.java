package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yodel.loadtest.result.ResultSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loads by a plan in a file. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class ITPlan {

    private static final String PLAN = """
            target: localhost:1
            rate: 100
            warm-up: 0s
            duration: 2s
            metadata:
              x-test: plan
            calls:
              - call: grpc.health.v1.Health/Check
                name: often
                weight: 3
                data: {service: "often #{number}"}
              - call: grpc.health.v1.Health/Check
                name: seldom
                data: {service: seldom}
                timeout: 30s
              - call: grpc.health.v1.Health/Watch
                name: watch
                streams: 2
            """;

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
    void calls_share_the_load_by_weight() throws Exception {
        Path plan = Files.writeString(folder.resolve("load.yaml"), PLAN);
        run(server.target(), "--plan", plan.toString());

        JsonNode result = ResultSchema.assertValid(Files.readString(folder.resolve("out/result.json")));
        List<String> names = new ArrayList<>();
        result.get("requests").forEach(request -> names.add(request.get("name").asText()));
        assertThat(names).containsExactly("often", "seldom", "watch");
        assertThat(result.at("/requests/0/count").asLong()).isEqualTo(150);
        assertThat(result.at("/requests/1/count").asLong()).isEqualTo(50);
        assertThat(result.at("/plan/requests/1/timeout").asText()).isEqualTo("30s");
        assertThat(server.calls("plan").stream().filter(call -> "seldom".equals(call.service)))
                .hasSize(50);
    }

    @Test
    void flags_are_printed_as_a_plan_that_means_the_same() throws Exception {
        String printed;
        try (Program program = Program.start(
                folder,
                "load",
                server.target(),
                "--call",
                "grpc.health.v1.Health/Check",
                "--metadata",
                "x-test: printed",
                "--users",
                "1",
                "--count",
                "3",
                "--print-plan")) {
            assertThat(program.exit()).as(program.err()).isZero();
            printed = program.out();
        }
        Path plan = Files.writeString(folder.resolve("printed.yaml"), printed);
        try (Program program = Program.start(
                folder,
                "load",
                "--plan",
                plan.toString(),
                "--live-port",
                "0",
                "--out",
                folder.resolve("printed").toString())) {
            assertThat(program.exit()).as(program.err() + program.out()).isZero();
        }
        assertThat(server.calls("printed")).hasSize(3);
        assertThat(new ObjectMapper()
                        .readTree(Files.readString(folder.resolve("printed/result.json")))
                        .at("/plan/count")
                        .asLong())
                .isEqualTo(3);
    }

    @Test
    void flags_beside_a_plan_replace_its_own_also_where_it_is_printed() throws Exception {
        String plan = file("target: \"a:1\"\nrate: 10\ntimeout: 1s\ncalls: [{call: a.B/C}]", "0.yaml");
        try (Program program = Program.start(
                folder, "load", "b:2", "--plan", plan, "--users", "7", "--timeout", "9s", "--print-plan")) {
            assertThat(program.exit()).as(program.err()).isZero();
            assertThat(program.out())
                    .contains("target: \"b:2\"", "users: \"7\"", "timeout: \"9s\"", "a.B/C")
                    .doesNotContain("rate");
        }
    }

    @Test
    void mistakes() throws Exception {
        assertRefused("--plan: none.yaml (expected: a readable file)", "--plan", "none.yaml");
        String open = file("a: [", "1.yaml");
        assertRefused("--plan: " + open + ": line ", "--plan", open);
        String none = file("rate: 1", "2.yaml");
        assertRefused("--plan: %s (expected: calls, a list of at least one)".formatted(none), "--plan", none);
        String wrong = file("rat: 1\ncalls: [{call: a.B/C}]", "3.yaml");
        assertRefused("--plan: rat (expected: target, calls, name, weight, or an option of load", "--plan", wrong);
        String zero = file("rate: 0\ncalls: [{call: a.B/C}]", "4.yaml");
        assertRefused("--plan: " + zero + ": --rate: 0 (expected: 0.01 to 1000000)", "--plan", zero);
    }

    private String file(String text, String name) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private void run(String target, String... flags) throws Exception {
        try (Program program = new LoadProgram(target, folder).start(flags)) {
            assertThat(program.exit()).as(program.err() + program.out()).isZero();
        }
    }

    private void assertRefused(String line, String... flags) throws Exception {
        new LoadProgram(server.target(), folder).assertRefused(line, flags);
    }
}

package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The real program as {@code load}, on one target.
 *
 * @param target the service
 * @param folder where it runs and writes
 */
record LoadProgram(String target, Path folder) {

    /** The one request in result.json of a run that succeeded. */
    JsonNode measure(String... flags) throws IOException, InterruptedException {
        try (Program program = start(flags)) {
            assertThat(program.exit()).as(program.err() + program.out()).isZero();
            assertThat(program.err()).isEmpty();
        }
        return request();
    }

    /** The one request in result.json of a run without a successful call. */
    JsonNode measureFailures(String... flags) throws IOException, InterruptedException {
        try (Program program = start(flags)) {
            assertThat(program.exit()).as(program.err() + program.out()).isEqualTo(1);
            assertThat(program.err()).isEqualTo("yodel: successful calls: 0 (expected: at least one)\n");
        }
        return request();
    }

    /** The one request in result.json of a run that missed an expectation, the default one if no other was given. */
    JsonNode measureMissed(String... flags) throws IOException, InterruptedException {
        try (Program program = start(flags)) {
            assertThat(program.exit()).as(program.err() + program.out()).isEqualTo(3);
        }
        return request();
    }

    /** Ends it on bad input, with one line that starts like this, and without a folder. */
    void assertRefused(String line, String... flags) throws IOException, InterruptedException {
        boolean created = Files.notExists(folder.resolve("out"));
        Refusals.Ended ended = Refusals.run(arguments(flags));
        assertThat(ended.code()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err().lines()).singleElement().asString().startsWith("yodel: " + line);
        assertThat(ended.out()).doesNotContain("verdict");
        if (created) {
            assertThat(folder.resolve("out")).as("leaves nothing behind").doesNotExist();
        }
    }

    Program start(String... flags) throws IOException {
        return Program.start(folder, arguments(flags));
    }

    private String[] arguments(String... flags) {
        List<String> arguments = new ArrayList<>(List.of("load", target, "--live-port", "0"));
        arguments.addAll(List.of("--overwrite", "--out", folder.resolve("out").toString()));
        arguments.addAll(List.of(flags));
        return arguments.toArray(String[]::new);
    }

    /** Everything that it printed. */
    String out() throws IOException {
        return Files.readString(folder.resolve("stdout"));
    }

    /** The text of result.json. */
    String json() throws IOException {
        return Files.readString(folder.resolve("out/result.json"));
    }

    /** The one request in result.json. */
    JsonNode request() throws IOException {
        JsonNode result = ResultSchema.assertValid(json());
        assertThat(result.get("requests")).hasSize(1);
        return result.get("requests").get(0);
    }
}

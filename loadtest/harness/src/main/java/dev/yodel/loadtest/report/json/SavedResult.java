package dev.yodel.loadtest.report.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A result of an earlier run, as its folder has it.
 *
 * @param folder the folder
 * @param text the text of its result.json
 * @param json the same, parsed
 */
public record SavedResult(Path folder, String text, JsonNode json) {

    /**
     * Reads the result in that folder.
     *
     * @throws IllegalArgumentException if there is none, in one line that says what to do
     */
    public static SavedResult read(Path folder) {
        Path file = folder.resolve("result.json");
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "%s: no result.json in it (expected: the result folder of a run)".formatted(folder));
        }
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            JsonNode json = JsonMapper.builder().build().readTree(text);
            if (!json.path("requests").isArray() || !json.path("timeline").isObject()) {
                throw new IllegalArgumentException(
                        "%s: not a result of this version (expected: a result.json with requests and timeline)"
                                .formatted(file));
            }
            return new SavedResult(folder, text, json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("%s: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Its latencies, second by second. */
    public Path latencies() {
        return folder.resolve("latencies.hlog");
    }

    /** The name of the run, else its id. */
    public String title() {
        return json.path("name").asText(json.path("runId").asText());
    }
}

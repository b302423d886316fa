package dev.yodel.loadtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The messages that {@code --data} names: a JSON object, an array of them, or {@code @file} with one of the two. */
final class DataText {

    private static final String FILE = "@";

    private DataText() {}

    /**
     * The messages, each in JSON; at least one.
     *
     * @throws IllegalArgumentException if the text names none
     */
    static List<String> messages(String text) {
        String json = (text.startsWith(FILE) ? read(text.substring(FILE.length())) : text).strip();
        if (!json.startsWith("[")) {
            return List.of(json); // not read here: the placeholders in it may stand where JSON has no quotes
        }
        List<String> messages = new ArrayList<>();
        for (JsonNode message : parse(json)) {
            messages.add(message.toString());
        }
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("data: [] (expected: at least one message)");
        }
        return messages;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("data: @%s (expected: a file that can be read)".formatted(file), e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "data: %s (expected: JSON; %s)".formatted(json, e.getOriginalMessage()), e);
        }
    }
}

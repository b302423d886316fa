package dev.yodel.loadtest.plan.data;

import dev.yodel.grpc.dynamic.json.MessageTemplate;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Request messages given by {@code --data}: a JSON object, an array of them, {@code @file} for a file with one of the two,
 * or {@code @-} for standard input. An array is only split here; its messages are parsed later, with the schema.
 */
public final class JsonDataSource {

    private static final String FILE = "@";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String STANDARD_INPUT = "-";

    private JsonDataSource() {}

    /**
     * The messages, each in JSON; at least one.
     *
     * @throws IllegalArgumentException if there is none, the JSON of an array is malformed, or a file cannot be read
     */
    public static List<String> messages(String data) {
        String text = data.startsWith(FILE) ? read(data.substring(FILE.length())) : data;
        String json = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).strip();
        return json.startsWith("[") ? elements(json) : List.of(json);
    }

    private static String read(String file) {
        try {
            return file.equals(STANDARD_INPUT)
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("data: @%s (expected: a readable file)".formatted(file), e);
        }
    }

    private static List<String> elements(String array) {
        List<String> elements;
        try {
            elements = MessageTemplate.splitArray(array);
        } catch (SchemaException e) {
            throw new IllegalArgumentException("data: " + e.getMessage(), e);
        }
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("data: [] (expected: at least one message)");
        }
        return elements;
    }
}

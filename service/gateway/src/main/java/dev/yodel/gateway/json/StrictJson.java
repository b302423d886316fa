package dev.yodel.gateway.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.internal.LazilyParsedNumber;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as RFC 8259 has it: one object and nothing behind it, no key twice, nested at most 100 deep. Protobuf's own parser
 * takes comments, single quotes and the last of equal keys.
 */
final class StrictJson {

    private static final int MAX_DEPTH = 100;

    private StrictJson() {}

    static JsonObject object(byte[] utf8) throws BadInputException {
        try (JsonReader reader = new JsonReader(new StringReader(text(utf8)))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = read(reader, "", 0);
            if (!(element instanceof JsonObject object)) {
                throw new BadInputException("", "the body is no JSON object (expected: {...})");
            }
            var unused = reader.peek(); // Refuses what is behind the object.
            return object;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new BadInputException("", "invalid JSON: " + reason(e));
        }
    }

    private static String text(byte[] utf8) throws BadInputException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadInputException("", "invalid UTF-8 (expected: JSON in UTF-8)");
        }
    }

    /** The first line of a message of Gson, without its advice. */
    private static String reason(Exception e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end))
                .replaceFirst("^Use JsonReader\\.setStrictness\\(Strictness\\.LENIENT\\) to accept ", "");
    }

    private static JsonElement read(JsonReader reader, String path, int depth) throws IOException, BadInputException {
        if (depth > MAX_DEPTH) {
            throw new BadInputException("", "JSON is nested too deep (expected: at most " + MAX_DEPTH + ")");
        }
        switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                return object(reader, path, depth);
            }
            case BEGIN_ARRAY -> {
                JsonArray array = new JsonArray();
                reader.beginArray();
                while (reader.hasNext()) {
                    array.add(read(reader, path + "[" + array.size() + "]", depth + 1));
                }
                reader.endArray();
                return array;
            }
            case STRING -> {
                return new JsonPrimitive(reader.nextString());
            }
            case NUMBER -> {
                return new JsonPrimitive(new LazilyParsedNumber(reader.nextString()));
            }
            case BOOLEAN -> {
                return new JsonPrimitive(reader.nextBoolean());
            }
            case NULL -> {
                reader.nextNull();
                return JsonNull.INSTANCE;
            }
            default -> throw new BadInputException("", "invalid JSON at " + reader.getPath());
        }
    }

    private static JsonObject object(JsonReader reader, String path, int depth) throws IOException, BadInputException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            String field = path.isEmpty() ? name : path + "." + name;
            if (object.has(name)) {
                throw new BadInputException(field, "given twice (expected: once)");
            }
            object.add(name, read(reader, field, depth + 1));
        }
        reader.endObject();
        return object;
    }
}

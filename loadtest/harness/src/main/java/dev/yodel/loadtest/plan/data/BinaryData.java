package dev.yodel.loadtest.plan.data;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.yodel.grpc.dynamic.json.JsonPrinter;
import dev.yodel.grpc.dynamic.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request messages in protobuf's binary form.
 *
 * @param file the file
 * @param delimited whether it has any number of messages, each after its length as a varint, as protobuf's {@code
 *     writeDelimitedTo} writes them; otherwise it has one
 */
public record BinaryData(Path file, boolean delimited) {

    private static final String EXPRESSION = "#{";
    private static final String ESCAPED = "##{";

    /**
     * Its messages in JSON, at least one.
     *
     * @throws IllegalArgumentException if it cannot be read, or has something else than messages of that type
     */
    public List<String> messages(Schema schema, Descriptor type) {
        byte[] all;
        try {
            all = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("data-binary: %s (expected: a readable file)".formatted(file), e);
        }
        List<String> messages = new ArrayList<>();
        for (byte[] one : delimited ? split(all, type) : List.of(all)) {
            messages.add(json(schema, type, one, messages.size()));
        }
        return messages;
    }

    private List<byte[]> split(byte[] all, Descriptor type) {
        List<byte[]> parts = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(all);
        try {
            while (!in.isAtEnd()) {
                parts.add(in.readByteArray());
            }
        } catch (IOException e) {
            throw problem(type, parts.size(), e);
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "data-binary: %s: empty (expected: at least one message)".formatted(file));
        }
        return parts;
    }

    private String json(Schema schema, Descriptor type, byte[] bytes, int before) {
        try {
            DynamicMessage message = DynamicMessage.parseFrom(type, bytes, schema.extensionRegistry());
            if (!message.getUnknownFields().asMap().isEmpty()) {
                throw problem(type, before, null);
            }
            return JsonPrinter.of(schema).print(message).replace(EXPRESSION, ESCAPED);
        } catch (InvalidProtocolBufferException e) {
            throw problem(type, before, e);
        }
    }

    private IllegalArgumentException problem(Descriptor type, int before, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "data-binary: %s: message %d is no %s (expected: %s)"
                        .formatted(
                                file,
                                before + 1,
                                type.getFullName(),
                                delimited
                                        ? "messages, each after its length"
                                        : "one message, or --delimited for several"),
                cause);
    }
}

package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.protobuf.util.Timestamps;
import dev.yodel.grpc.dynamic.schema.Schema;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the well-known types in their own form of JSON. */
final class WellKnownPrinter {
    private final Schema schema;
    private final JsonPrinter output;

    WellKnownPrinter(Schema schema, JsonPrinter output) {
        this.schema = schema;
        this.output = output;
    }

    /** Writes the message if it has a form of its own, and tells whether it has. */
    boolean append(Message message, StringBuilder out) {
        Descriptor type = message.getDescriptorForType();
        if (!WellKnownCompiler.isSpecial(type)) {
            return false;
        }
        switch (type.getFullName()) {
            case WellKnownCompiler.ANY -> appendAny(message, out);
            case WellKnownCompiler.STRUCT, WellKnownCompiler.LIST ->
                appendOnly(message, type.findFieldByNumber(1), out);
            case WellKnownCompiler.VALUE -> appendKind(message, out);
            case WellKnownCompiler.TIMESTAMP, WellKnownCompiler.DURATION, WellKnownCompiler.FIELD_MASK -> {
                String text = text(message);
                if (text == null) {
                    return false;
                }
                JsonPrinter.quote(text, out);
            }
            default -> appendWrapped(message, type.findFieldByNumber(1), out);
        }
        return true;
    }

    private void appendWrapped(Message message, FieldDescriptor value, StringBuilder out) {
        output.appendValue(value, message.getField(value), out);
    }

    private void appendOnly(Message message, FieldDescriptor field, StringBuilder out) {
        output.appendField(field, message.getField(field), out);
    }

    private void appendKind(Message message, StringBuilder out) {
        Iterator<Map.Entry<FieldDescriptor, Object>> kind =
                message.getAllFields().entrySet().iterator();
        if (kind.hasNext()) {
            Map.Entry<FieldDescriptor, Object> set = kind.next();
            output.appendValue(set.getKey(), set.getValue(), out);
        } else {
            out.append("null");
        }
    }

    private static @Nullable String text(Message message) {
        try {
            ByteString bytes = message.toByteString();
            return switch (message.getDescriptorForType().getFullName()) {
                case WellKnownCompiler.TIMESTAMP -> Timestamps.toString(Timestamp.parseFrom(bytes));
                case WellKnownCompiler.DURATION -> Durations.toString(Duration.parseFrom(bytes));
                default -> FieldMaskUtil.toJsonString(FieldMask.parseFrom(bytes));
            };
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return null;
        }
    }

    private void appendAny(Message any, StringBuilder out) {
        Descriptor type = any.getDescriptorForType();
        String url = (String) any.getField(type.findFieldByNumber(1));
        ByteString bytes = (ByteString) any.getField(type.findFieldByNumber(2));
        if (url.isEmpty() && bytes.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append("{\"@type\":");
        JsonPrinter.quote(url, out);
        Message content = unpack(url, bytes);
        if (content == null) {
            out.append(",\"value\":");
            JsonPrinter.quote(Base64.getEncoder().encodeToString(bytes.toByteArray()), out);
        } else if (WellKnownCompiler.isSpecial(content.getDescriptorForType())) {
            out.append(",\"value\":");
            output.append(content, out);
        } else {
            output.appendFields(content, out, true);
        }
        out.append('}');
    }

    private @Nullable Message unpack(String url, ByteString bytes) {
        Descriptor type = schema.findMessage(WellKnownCompiler.typeName(url));
        try {
            return type == null ? null : DynamicMessage.parseFrom(type, bytes, schema.extensionRegistry());
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }
}

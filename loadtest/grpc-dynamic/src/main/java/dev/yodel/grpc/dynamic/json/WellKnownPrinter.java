package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.protobuf.util.Timestamps;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.WellKnownTypes;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints the well-known types in their own JSON form. */
final class WellKnownPrinter {
    private final Schema schema;
    private final JsonPrinter printer;

    WellKnownPrinter(Schema schema, JsonPrinter printer) {
        this.schema = schema;
        this.printer = printer;
    }

    /** Prints a message if it has its own JSON form, or returns false. */
    boolean append(Message message, StringBuilder out) {
        Descriptor type = message.getDescriptorForType();
        if (!WellKnownTypes.hasOwnJson(type)) {
            return false;
        }
        if (WellKnownTypes.isString(type)) {
            String text = text(message);
            if (text != null) {
                JsonPrinter.quote(text, out);
            }
            return text != null;
        }
        switch (type.getFullName()) {
            case WellKnownTypes.ANY -> appendAny(message, out);
            case WellKnownTypes.VALUE -> appendKind(message, out);
            default -> {
                FieldDescriptor only = type.findFieldByNumber(1);
                printer.appendField(only, message.getField(only), out);
            }
        }
        return true;
    }

    private void appendKind(Message message, StringBuilder out) {
        Iterator<Map.Entry<FieldDescriptor, Object>> kind =
                message.getAllFields().entrySet().iterator();
        if (kind.hasNext()) {
            Map.Entry<FieldDescriptor, Object> set = kind.next();
            printer.appendValue(set.getKey(), set.getValue(), out);
        } else {
            out.append("null");
        }
    }

    private static @Nullable String text(Message message) {
        try {
            ByteString bytes = message.toByteString();
            return switch (message.getDescriptorForType().getFullName()) {
                case WellKnownTypes.TIMESTAMP -> Timestamps.toString(Timestamp.parseFrom(bytes));
                case WellKnownTypes.DURATION -> Durations.toString(Duration.parseFrom(bytes));
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
        Message content = schema.unpack(any);
        if (content == null) {
            out.append(",\"value\":");
            JsonPrinter.quote(Base64.getEncoder().encodeToString(bytes.toByteArray()), out);
        } else if (WellKnownTypes.hasOwnJson(content.getDescriptorForType())) {
            out.append(",\"value\":");
            printer.append(content, out);
        } else {
            printer.appendFields(content, out, true);
        }
        out.append('}');
    }
}

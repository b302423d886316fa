package dev.yodel.grpc.dynamic.path;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.WellKnownTypes;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts protobuf's field values to plain Java values. */
final class JavaValues {
    private JavaValues() {}

    /** The value of a whole field, which may be a list or a map. */
    static Object ofField(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            return map((List<?>) value);
        }
        return field.isRepeated()
                ? ((List<?>) value).stream().map(element -> of(field, element)).toList()
                : of(field, value);
    }

    /** A single value of a field. */
    static Object of(FieldDescriptor field, Object value) {
        return switch (field.getType()) {
            case ENUM -> enumName((EnumValueDescriptor) value);
            case UINT32, FIXED32 -> Integer.toUnsignedLong((Integer) value);
            case UINT64, FIXED64 -> unsigned((Long) value);
            // Converted through text, so 0.1f becomes 0.1 and not 0.10000000149011612.
            case FLOAT -> Double.valueOf(value.toString());
            case MESSAGE, GROUP -> unwrapped((Message) value);
            default -> value;
        };
    }

    private static String enumName(EnumValueDescriptor value) {
        return value.getIndex() < 0 ? String.valueOf(value.getNumber()) : value.getName();
    }

    private static Object unsigned(long bits) {
        return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    }

    private static Object unwrapped(Message message) {
        if (!WellKnownTypes.isWrapper(message.getDescriptorForType())) {
            return message;
        }
        FieldDescriptor value = message.getDescriptorForType().findFieldByNumber(1);
        return of(value, message.getField(value));
    }

    private static Map<Object, Object> map(List<?> entries) {
        Map<Object, Object> plain = new LinkedHashMap<>();
        for (Object each : entries) {
            Message entry = (Message) each;
            FieldDescriptor key = entry.getDescriptorForType().findFieldByNumber(1);
            FieldDescriptor value = entry.getDescriptorForType().findFieldByNumber(2);
            plain.put(of(key, entry.getField(key)), of(value, entry.getField(value)));
        }
        return Collections.unmodifiableMap(plain);
    }
}

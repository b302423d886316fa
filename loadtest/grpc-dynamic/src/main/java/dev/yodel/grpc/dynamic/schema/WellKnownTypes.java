package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Set;

/** The well-known types of protobuf that have a JSON form of their own, by full name. */
public final class WellKnownTypes {
    public static final String ANY = "google.protobuf.Any";
    public static final String STRUCT = "google.protobuf.Struct";
    public static final String VALUE = "google.protobuf.Value";
    public static final String LIST = "google.protobuf.ListValue";
    public static final String TIMESTAMP = "google.protobuf.Timestamp";
    public static final String DURATION = "google.protobuf.Duration";
    public static final String EMPTY = "google.protobuf.Empty";
    public static final String FIELD_MASK = "google.protobuf.FieldMask";

    private static final Set<String> WRAPPERS = Set.of(
            "google.protobuf.BoolValue",
            "google.protobuf.Int32Value",
            "google.protobuf.UInt32Value",
            "google.protobuf.Int64Value",
            "google.protobuf.UInt64Value",
            "google.protobuf.StringValue",
            "google.protobuf.BytesValue",
            "google.protobuf.FloatValue",
            "google.protobuf.DoubleValue");
    private static final Set<String> STRINGS = Set.of(TIMESTAMP, DURATION, FIELD_MASK);
    private static final Set<String> TREES = Set.of(ANY, STRUCT, LIST);

    private WellKnownTypes() {}

    /** Whether JSON writes messages of the type in another form than an object of their fields. */
    public static boolean hasOwnJson(Descriptor type) {
        return acceptsString(type) || TREES.contains(type.getFullName());
    }

    /** Whether a JSON string can represent a message of the type. */
    public static boolean acceptsString(Descriptor type) {
        return isString(type) || isWrapper(type) || type.getFullName().equals(VALUE);
    }

    /** Whether JSON writes messages of the type as a string, always. */
    public static boolean isString(Descriptor type) {
        return STRINGS.contains(type.getFullName());
    }

    /** Whether the type wraps a scalar in a message so that it can be absent. */
    public static boolean isWrapper(Descriptor type) {
        return WRAPPERS.contains(type.getFullName());
    }

    /** Whether JSON null is a value of the field, rather than its absence. */
    public static boolean isNullable(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName().equals(VALUE);
            case ENUM -> field.getEnumType().getFullName().equals("google.protobuf.NullValue");
            default -> false;
        };
    }

    /** The full name of the message type in the type URL of an {@code Any}. */
    public static String typeName(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}

package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.ProtocolMessageEnum;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts values from JSON and from callers to the Java types of protobuf's scalar and enum fields. It follows protobuf's
 * JSON mapping, and also accepts numbers as text, and any object with a text form as a string.
 */
final class ScalarValues {
    private static final BigInteger MAX_UINT64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final BigInteger MAX_INT64 = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN_INT64 = BigInteger.valueOf(Long.MIN_VALUE);
    private static final long MAX_UINT32 = 0xFFFF_FFFFL;

    private ScalarValues() {}

    static Object convert(FieldDescriptor field, Object value, FieldLocation location) {
        Object converted = switch (field.getType()) {
            case INT32, SINT32, SFIXED32 -> int32(value);
            case UINT32, FIXED32 -> uint32(value);
            case INT64, SINT64, SFIXED64 -> int64(value, false);
            case UINT64, FIXED64 -> int64(value, true);
            case FLOAT -> float32(value);
            case DOUBLE -> float64(value);
            case BOOL -> bool(value);
            case STRING -> string(value, location);
            case BYTES -> bytes(value);
            case ENUM -> enumValue(field.getEnumType(), value);
            case MESSAGE, GROUP -> null;
        };
        if (converted == null) {
            throw location.error(value, expected(field));
        }
        return converted;
    }

    /** The type of a field, as an error names the expected value. */
    static String expected(FieldDescriptor field) {
        return switch (field.getType()) {
            case ENUM -> enumNames(field.getEnumType());
            case BYTES -> "bytes in base64";
            case MESSAGE, GROUP -> field.getMessageType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String enumNames(EnumDescriptor type) {
        int shown = Math.min(type.getValues().size(), 8);
        String names = String.join(
                ", ",
                type.getValues().subList(0, shown).stream()
                        .map(EnumValueDescriptor::getName)
                        .toList());
        String rest = type.getValues().size() > shown ? ", …" : "";
        return type.getFullName() + ": " + names + rest;
    }

    private static @Nullable Object int32(Object value) {
        if (value instanceof Integer) {
            return value;
        }
        Object wide = int64(value, false);
        return wide instanceof Long number && number.intValue() == number ? (Object) number.intValue() : null;
    }

    private static @Nullable Object uint32(Object value) {
        Object wide = int64(value, false);
        return wide instanceof Long number && number >= 0 && number <= MAX_UINT32 ? (Object) number.intValue() : null;
    }

    private static @Nullable Object int64(Object value, boolean unsigned) {
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            long number = ((Number) value).longValue();
            return unsigned && number < 0 ? null : (Object) number;
        }
        BigDecimal decimal = decimal(value);
        if (decimal != null && decimal.signum() == 0) {
            return 0L;
        }
        // A 64-bit integer has at most 20 digits; a larger exponent would only cost time and memory.
        if (decimal == null || decimal.precision() - (long) decimal.scale() > 20 || decimal.scale() > 1_000) {
            return null;
        }
        try {
            BigInteger exact = decimal.toBigIntegerExact();
            boolean fits = unsigned
                    ? exact.signum() >= 0 && exact.compareTo(MAX_UINT64) <= 0
                    : exact.compareTo(MIN_INT64) >= 0 && exact.compareTo(MAX_INT64) <= 0;
            return fits ? (Object) exact.longValue() : null;
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Object float64(Object value) {
        if (value instanceof Double) {
            return value;
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        Double special = special(value);
        if (special != null) {
            return special;
        }
        BigDecimal decimal = decimal(value);
        return decimal == null || Double.isInfinite(decimal.doubleValue()) ? null : (Object) decimal.doubleValue();
    }

    private static @Nullable Object float32(Object value) {
        if (value instanceof Float) {
            return value;
        }
        if (value instanceof Double number) {
            return fits(number) ? (Object) number.floatValue() : null;
        }
        Double special = special(value);
        if (special != null) {
            return special.floatValue();
        }
        BigDecimal decimal = decimal(value);
        return decimal == null || Float.isInfinite(decimal.floatValue()) ? null : (Object) decimal.floatValue();
    }

    private static boolean fits(double number) {
        return Double.isInfinite(number) || !Float.isInfinite((float) number);
    }

    /** The values of float and double that BigDecimal does not have. */
    private static @Nullable Double special(Object value) {
        return switch (value.toString()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> isNegativeZero(value) ? -0.0 : null;
        };
    }

    private static boolean isNegativeZero(Object value) {
        BigDecimal number = value.toString().startsWith("-0") ? decimal(value) : null;
        return number != null && number.signum() == 0;
    }

    private static @Nullable BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (!(value instanceof Number) && !(value instanceof CharSequence)) {
            return null;
        }
        try {
            return new BigDecimal(value.toString());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Object bool(Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        return value instanceof CharSequence
                ? switch (value.toString()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> null;
                }
                : null;
    }

    private static @Nullable Object string(Object value, FieldLocation location) {
        boolean hasNoText = value instanceof Collection
                || value instanceof Map
                || value instanceof Message
                || value instanceof ByteString
                || value.getClass().isArray();
        if (hasNoText) {
            return null;
        }
        String text = value.toString();
        if (!isWellFormed(text)) {
            throw location.error(text, "string, without lone surrogates");
        }
        return text;
    }

    /** Whether UTF-8 can encode the text; protobuf would replace a lone surrogate silently. */
    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
            }
        }
        return true;
    }

    private static @Nullable Object bytes(Object value) {
        if (value instanceof ByteString) {
            return value;
        }
        if (value instanceof byte[] bytes) {
            return ByteString.copyFrom(bytes);
        }
        if (!(value instanceof CharSequence)) {
            return null;
        }
        String text = value.toString();
        boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            return ByteString.copyFrom((urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Object enumValue(EnumDescriptor type, Object value) {
        if (value instanceof EnumValueDescriptor constant) {
            return numbered(type, constant.getNumber());
        }
        if (value instanceof ProtocolMessageEnum constant) {
            return numbered(type, constant.getNumber());
        }
        if (value instanceof CharSequence || value instanceof Enum<?>) {
            EnumValueDescriptor named = type.findValueByName(value.toString());
            if (named != null) {
                return named;
            }
        }
        return int32(value) instanceof Integer number ? numbered(type, number) : null;
    }

    private static @Nullable Object numbered(EnumDescriptor type, int number) {
        return type.isClosed() ? type.findValueByNumber(number) : type.findValueByNumberCreatingIfUnknown(number);
    }
}

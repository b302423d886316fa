package dev.yodel.gatling.grpc.config;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service config: retries, hedging, time-outs, health checks and load balancing, by method. Immutable.
 *
 * @param entries as gRPC requires them: maps, lists, strings, doubles, booleans and nulls
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/service_config.md">Service Config in gRPC</a>
 */
public record ServiceConfig(Map<String, ?> entries) {

    /** The config with all numbers converted to double, as gRPC requires. */
    public ServiceConfig {
        entries = normalised(entries);
    }

    /** The config in a JSON object. */
    public static ServiceConfig parse(String json) {
        Struct.Builder struct = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(json, struct);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "service config: %s (expected: a JSON object)".formatted(e.getMessage()), e);
        }
        return new ServiceConfig(map(struct.build()));
    }

    private static Map<String, ?> map(Struct struct) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        struct.getFieldsMap().forEach((key, value) -> map.put(key, object(value)));
        return map;
    }

    private static @Nullable Object object(Value value) {
        return switch (value.getKindCase()) {
            case STRUCT_VALUE -> map(value.getStructValue());
            case LIST_VALUE -> list(value.getListValue());
            case STRING_VALUE -> value.getStringValue();
            case NUMBER_VALUE -> value.getNumberValue();
            case BOOL_VALUE -> value.getBoolValue();
            case NULL_VALUE, KIND_NOT_SET -> null;
        };
    }

    private static List<@Nullable Object> list(ListValue values) {
        List<@Nullable Object> list = new ArrayList<>();
        values.getValuesList().forEach(value -> list.add(object(value)));
        return list;
    }

    private static Map<String, ?> normalised(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), normalised(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object normalised(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return normalised(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(normalised(each)));
            return Collections.unmodifiableList(copy);
        }
        return value instanceof Number number ? (Object) number.doubleValue() : value;
    }
}

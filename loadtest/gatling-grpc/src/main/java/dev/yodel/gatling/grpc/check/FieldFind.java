package dev.yodel.gatling.grpc.check;

import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.path.FieldPath;
import dev.yodel.grpc.dynamic.schema.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds a field of a message by its path. Thread-safe. */
final class FieldFind<X> implements Function<GrpcResponse<?>, @Nullable X> {

    private final String path;
    private final Class<X> type;
    private final ByType<FieldPath> paths;

    FieldFind(String path, Class<X> type) {
        FieldPath.lazy(path, Schema.ofFiles(List.of())); // fails at once for a malformed path
        this.path = path;
        this.type = type;
        paths = new ByType<>((message, schema) -> FieldPath.compile(path, message, schema));
    }

    @Override
    public @Nullable X apply(GrpcResponse<?> response) {
        if (!(response.message() instanceof Message message)) {
            return null;
        }
        Object value = paths.of(response, message).value(message);
        if (value != null && !type.isInstance(value)) {
            throw new IllegalArgumentException("field %s: %s (expected: %s)"
                    .formatted(path, value.getClass().getSimpleName(), type.getSimpleName()));
        }
        return type.cast(value);
    }
}

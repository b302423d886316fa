package dev.yodel.gatling.grpc.check;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.yodel.gatling.grpc.GrpcResponse;
import dev.yodel.gatling.grpc.schema.FieldPath;
import dev.yodel.gatling.grpc.schema.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the field at a path in a message. Thread-safe. */
public final class FieldFind<X> implements Function<GrpcResponse<?>, @Nullable X> {

    private final String path;
    private final Class<X> type;

    // Of the type of message that came last; nearly always there is one. Racing threads compile the same.
    private volatile @Nullable Compiled compiled;

    public FieldFind(String path, Class<X> type) {
        FieldPath.lazy(path, Schema.ofFiles(List.of())); // a path that is not well-formed is refused here
        this.path = path;
        this.type = type;
    }

    @Override
    public @Nullable X apply(GrpcResponse<?> response) {
        if (!(response.message() instanceof Message message)) {
            return null;
        }
        Compiled known = compiled;
        if (known == null || !known.fits(message, response.schema())) {
            Descriptor found = message.getDescriptorForType();
            known = new Compiled(found, response.schema(), FieldPath.compile(path, found, response.schemaOf(message)));
            compiled = known;
        }
        Object value = known.path().value(message);
        if (value != null && !type.isInstance(value)) {
            throw new IllegalArgumentException("field %s: %s (expected: %s)"
                    .formatted(path, value.getClass().getSimpleName(), type.getSimpleName()));
        }
        return type.cast(value);
    }

    private record Compiled(Descriptor type, @Nullable Schema schema, FieldPath path) {

        boolean fits(Message message, @Nullable Schema ofRun) {
            return type == message.getDescriptorForType() && schema == ofRun;
        }
    }
}

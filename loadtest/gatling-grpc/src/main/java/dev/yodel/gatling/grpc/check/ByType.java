package dev.yodel.gatling.grpc.check;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.Schema;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A value computed from a message type and a schema, cached for the last type, since calls of one action nearly always
 * return the same type. Thread-safe: racing threads compute the same value.
 */
final class ByType<T> {

    private final BiFunction<Descriptor, Schema, T> maker;
    private volatile @Nullable Made<T> made;

    ByType(BiFunction<Descriptor, Schema, T> maker) {
        this.maker = maker;
    }

    /** For the message of the response. */
    T of(GrpcResponse<?> response, Message message) {
        Descriptor type = message.getDescriptorForType();
        Made<T> known = made;
        if (known == null || known.type != type || known.ofRun != response.schema()) {
            Schema schema = response.schema() == null ? Schema.ofFiles(List.of(type.getFile())) : response.schema();
            known = new Made<>(type, response.schema(), maker.apply(type, schema));
            made = known;
        }
        return known.value;
    }

    private record Made<T>(Descriptor type, @Nullable Schema ofRun, T value) {}
}

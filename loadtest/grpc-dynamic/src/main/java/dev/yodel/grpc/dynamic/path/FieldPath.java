package dev.yodel.grpc.dynamic.path;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path to a value inside a message, such as {@code order.items[0].price}, {@code labels["region"]},
 * {@code by_id[42].name}, {@code items[-1]} for the last element, or {@code [pkg.extension].field}. Immutable, safe to share
 * between threads.
 *
 * <p>Field names are as declared or in lowerCamelCase. A path may continue inside an {@code Any}, if the schema defines the
 * type of its content.
 *
 * <p>Values are plain Java: {@code String}, {@code Integer}, {@code Long}, {@code Double}, {@code Boolean},
 * {@code ByteString}, {@code List}, {@code Map} or {@code Message}, and the name of an enum value. A {@code uint32} is a
 * {@code Long}, a {@code uint64} beyond the range of {@code Long} is a {@code BigInteger}, and a wrapper such as
 * {@code Int64Value} is unwrapped. The value is null if a message, optional field, element or entry on the path is absent; a
 * field without presence is never absent, but has its default.
 */
public final class FieldPath {
    private final String path;
    private final List<PathSegments.Segment> segments;
    private final Schema schema;

    // The steps for the type of the last message; usually there is only one type. A race is harmless.
    private volatile @Nullable PathSteps steps;

    private FieldPath(String path, Schema schema) {
        this.path = path;
        this.schema = schema;
        segments = PathSegments.parse(path);
    }

    /**
     * A path in messages of a type.
     *
     * @param schema defines the types of extensions and of the content of {@code Any} messages
     * @throws SchemaException if the path is malformed or does not exist in the type
     */
    public static FieldPath compile(String path, Descriptor type, Schema schema) {
        FieldPath compiled = new FieldPath(path, schema);
        compiled.steps = PathSteps.bind(path, compiled.segments, type, schema);
        return compiled;
    }

    /**
     * A path in messages of a type, with the schema of that type's file and its imports.
     *
     * @throws SchemaException if the path is malformed or does not exist in the type
     */
    public static FieldPath compile(String path, Descriptor type) {
        return compile(path, type, Schema.ofFiles(List.of(type.getFile())));
    }

    /**
     * A path in messages whose type is not known yet. It is checked against the type of the first message.
     *
     * @throws SchemaException if the path is malformed
     */
    public static FieldPath lazy(String path, Schema schema) {
        return new FieldPath(path, schema);
    }

    /**
     * The value at the path, or null if it is absent.
     *
     * @throws SchemaException if the path does not exist in the type of the message
     */
    public @Nullable Object value(Message message) {
        PathSteps known = steps;
        if (known == null || known.type() != message.getDescriptorForType()) {
            known = PathSteps.bind(path, segments, message.getDescriptorForType(), schema);
            steps = known;
        }
        return known.value(message);
    }

    @Override
    public String toString() {
        return path;
    }
}

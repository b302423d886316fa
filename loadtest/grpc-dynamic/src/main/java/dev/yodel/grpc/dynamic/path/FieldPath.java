package dev.yodel.grpc.dynamic.path;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path to a value inside a message, such as {@code order.items[0].price}, {@code labels["region"]},
 * {@code by_id[42].name}, {@code items[-1]} for the last one, {@code [pkg.extension].field}. Immutable, safe to share.
 *
 * <p>Fields go by their name as declared or in lowerCamelCase. A path may lead on into an {@code Any}, whose content is
 * found in the schema by its type.
 *
 * <p>Values come as plain Java: {@code String}, {@code Integer}, {@code Long}, {@code Double}, {@code Boolean},
 * {@code ByteString}, the name of an enum's value, {@code List}, {@code Map}, {@code Message}. A {@code uint32} is a
 * {@code Long}, a {@code uint64} beyond the range of {@code Long} a {@code BigInteger}, a wrapper such as
 * {@code Int64Value} what is in it. There is no value, null, where a message, optional field, element or entry on the way
 * is absent; a field without presence is never absent but has its default.
 */
public final class FieldPath {
    private final String path;
    private final List<PathSegments.Segment> segments;
    private final Schema schema;

    // The steps for the type that was met last; nearly always there is one. Racing threads work out the same.
    private volatile @Nullable PathSteps steps;

    private FieldPath(String path, Schema schema) {
        this.path = path;
        this.schema = schema;
        segments = PathSegments.parse(path);
    }

    /**
     * A path in messages of a type.
     *
     * @param schema where extensions and the content of an {@code Any} find their types
     * @throws SchemaException if the path is not well-formed or leads nowhere in that type
     */
    public static FieldPath compile(String path, Descriptor type, Schema schema) {
        FieldPath compiled = new FieldPath(path, schema);
        compiled.steps = PathSteps.bind(path, compiled.segments, type, schema);
        return compiled;
    }

    /**
     * A path in messages of a type, with what that type's own file and its imports define.
     *
     * @throws SchemaException if the path is not well-formed or leads nowhere in that type
     */
    public static FieldPath compile(String path, Descriptor type) {
        return compile(path, type, Schema.ofFiles(List.of(type.getFile())));
    }

    /**
     * A path in messages of a type that is not known yet: that it leads somewhere is checked with the first message.
     *
     * @throws SchemaException if the path is not well-formed
     */
    public static FieldPath lazy(String path, Schema schema) {
        return new FieldPath(path, schema);
    }

    /**
     * The value at the path, or null if there is none.
     *
     * @throws SchemaException if the path leads nowhere in the type of the message
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

package dev.yodel.grpc.dynamic.path;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.yodel.grpc.dynamic.json.FieldNames;
import dev.yodel.grpc.dynamic.json.JavaValues;
import dev.yodel.grpc.dynamic.json.WellKnownCompiler;
import dev.yodel.grpc.dynamic.schema.FieldLocation;
import dev.yodel.grpc.dynamic.schema.NearMatches;
import dev.yodel.grpc.dynamic.schema.ScalarValues;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Binds a path to a message type: walks its segments, and knows what kind of thing each of them finds. */
final class PathBinding {
    private final String path;
    private final List<PathSegments.Segment> segments;
    private final Schema schema;
    private final List<PathSteps.Step> steps = new ArrayList<>();

    // What the steps so far find: the message type if it is a message, the field, and whether it is one value of it.
    private @Nullable Descriptor type;
    private @Nullable FieldDescriptor field;
    private boolean one = true;

    PathBinding(String path, List<PathSegments.Segment> segments, Schema schema) {
        this.path = path;
        this.segments = segments;
        this.schema = schema;
    }

    List<PathSteps.Step> bind(Descriptor root) {
        type = root;
        for (int i = 0; i < segments.size(); i++) {
            PathSegments.Segment segment = segments.get(i);
            if (!(segment instanceof PathSegments.Name name)) {
                into(segment);
            } else if (!named(name.name())) {
                steps.add(new PathSteps.Unpacked(path, segments.subList(i, segments.size()), schema));
                return steps;
            }
        }
        FieldDescriptor last = field;
        boolean whole = !one;
        if (last != null) {
            steps.add(value -> whole ? JavaValues.ofField(last, value) : JavaValues.of(last, value));
        }
        return steps;
    }

    /** Takes a step to a field, if it is not one of the content of an Any. */
    private boolean named(String name) {
        if (type == null || !one) {
            throw error(name, one ? "no further step after a scalar" : "an index or a key in brackets");
        }
        FieldDescriptor found = new FieldNames(schema, type).find(name);
        if (found == null && type.getFullName().equals(WellKnownCompiler.ANY)) {
            return false;
        }
        FieldDescriptor next = some(found, name, type);
        steps.add(new PathSteps.Field(next));
        reach(next, !next.isRepeated());
        return true;
    }

    /** Takes a step into a list or a map. */
    private void into(PathSegments.Segment segment) {
        if (field == null || one) {
            throw error(text(segment), "an index or key after a list or map only");
        }
        if (field.isMapField()) {
            steps.add(entry(field, segment));
            reach(field.getMessageType().findFieldByNumber(2), true);
        } else {
            steps.add(new PathSteps.Element(index(segment)));
            reach(field, true);
        }
    }

    private void reach(FieldDescriptor found, boolean oneValue) {
        field = found;
        one = oneValue;
        type = found.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? found.getMessageType() : null;
    }

    private FieldDescriptor some(@Nullable FieldDescriptor found, String name, Descriptor type) {
        if (found == null) {
            List<String> names = Stream.concat(
                            type.getFields().stream().map(FieldDescriptor::getName),
                            schema.extensionsOf(type).stream().map(extension -> "[" + extension + "]"))
                    .toList();
            throw new SchemaException("path: " + path + ": " + name + " is unknown to " + type.getFullName() + " "
                    + NearMatches.expected(name, names));
        }
        return found;
    }

    private PathSteps.Step entry(FieldDescriptor map, PathSegments.Segment segment) {
        FieldDescriptor key = map.getMessageType().findFieldByNumber(1);
        if (key.getType() == FieldDescriptor.Type.STRING != segment instanceof PathSegments.Quoted) {
            throw error(
                    text(segment),
                    "a key of type " + ScalarValues.expected(key)
                            + (segment instanceof PathSegments.Quoted ? ", without quotes" : ", in quotes"));
        }
        return new PathSteps.Entry(ScalarValues.convert(key, text(segment), FieldLocation.ROOT.field(path)));
    }

    private int index(PathSegments.Segment segment) {
        try {
            if (segment instanceof PathSegments.Bare bare) {
                return Integer.parseInt(bare.key());
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw error(text(segment), "an index");
    }

    private static String text(PathSegments.Segment segment) {
        return segment instanceof PathSegments.Bare bare
                ? bare.key()
                : segment instanceof PathSegments.Quoted quoted ? quoted.key() : segment.toString();
    }

    private SchemaException error(String found, String expected) {
        return new SchemaException("path: " + path + ": " + found + " (expected: " + expected + ")");
    }
}

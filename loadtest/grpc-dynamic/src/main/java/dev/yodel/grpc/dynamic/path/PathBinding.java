package dev.yodel.grpc.dynamic.path;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.schema.WellKnownTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Binds a path to a message type, by resolving each segment in the type that the previous one found. */
final class PathBinding {
    private final String path;
    private final List<PathSegments.Segment> segments;
    private final Schema schema;
    private final List<PathSteps.Step> steps = new ArrayList<>();

    // The result of the steps so far: its message type, if it is a message; its field; whether it is a single value.
    private @Nullable Descriptor type;
    private @Nullable FieldDescriptor field;
    private boolean single = true;

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
            } else if (!named(name.text())) {
                steps.add(new PathSteps.Unpacked(path, segments.subList(i, segments.size()), schema));
                return steps;
            }
        }
        FieldDescriptor last = field;
        boolean whole = !single;
        if (last != null) {
            steps.add(value -> whole ? JavaValues.ofField(last, value) : JavaValues.of(last, value));
        }
        return steps;
    }

    /** Adds a step to a field. Returns false if the field is not one of the Any itself, but may be one of its content. */
    private boolean named(String name) {
        if (type == null || !single) {
            throw error(name, single ? "no further step after a scalar" : "an index or a key in brackets");
        }
        FieldDescriptor found = schema.findField(type, name);
        if (found == null && type.getFullName().equals(WellKnownTypes.ANY)) {
            return false;
        }
        FieldDescriptor next = required(found, name, type);
        steps.add(new PathSteps.Field(next));
        reach(next, !next.isRepeated());
        return true;
    }

    /** Adds a step into a list or a map. */
    private void into(PathSegments.Segment segment) {
        if (field == null || single) {
            throw error(segment.text(), "an index or key only after a list or map");
        }
        if (field.isMapField()) {
            steps.add(entry(field, segment));
            reach(field.getMessageType().findFieldByNumber(2), true);
        } else {
            steps.add(new PathSteps.Element(index(segment)));
            reach(field, true);
        }
    }

    private void reach(FieldDescriptor found, boolean isSingle) {
        field = found;
        single = isSingle;
        type = found.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? found.getMessageType() : null;
    }

    private FieldDescriptor required(@Nullable FieldDescriptor found, String name, Descriptor type) {
        if (found == null) {
            List<String> names = Stream.concat(
                            type.getFields().stream().map(FieldDescriptor::getName),
                            schema.extensionsOf(type).stream().map(extension -> "[" + extension + "]"))
                    .toList();
            throw SchemaException.unknown(
                    "path: " + path + ": " + name + " is unknown to " + type.getFullName(), name, names);
        }
        return found;
    }

    private PathSteps.Step entry(FieldDescriptor map, PathSegments.Segment segment) {
        FieldDescriptor key = map.getMessageType().findFieldByNumber(1);
        boolean quoted = segment instanceof PathSegments.Quoted;
        Object value = quoted == (key.getType() == FieldDescriptor.Type.STRING) ? key(key, segment.text()) : null;
        if (value == null) {
            String expected = key.getType().name().toLowerCase(Locale.ROOT);
            throw error(
                    segment.text(),
                    "a key of type " + expected
                            + (quoted ? ", without quotes" : expected.equals("string") ? ", in quotes" : ""));
        }
        return new PathSteps.Entry(value);
    }

    private static @Nullable Object key(FieldDescriptor key, String text) {
        try {
            return switch (key.getType()) {
                case STRING -> text;
                case BOOL -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
                case UINT32, FIXED32 -> (Object) Integer.parseUnsignedInt(text);
                case UINT64, FIXED64 -> Long.parseUnsignedLong(text);
                case INT64, SINT64, SFIXED64 -> Long.valueOf(text);
                default -> Integer.valueOf(text);
            };
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private int index(PathSegments.Segment segment) {
        try {
            if (segment instanceof PathSegments.Unquoted) {
                return Integer.parseInt(segment.text());
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw error(segment.text(), "an index");
    }

    private SchemaException error(String found, String expected) {
        return new SchemaException("path: " + path + ": " + found + " (expected: " + expected + ")");
    }
}

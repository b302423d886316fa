package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.yodel.grpc.dynamic.schema.FieldLocation;
import dev.yodel.grpc.dynamic.schema.NearMatches;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names that a message's fields go by in JSON: lowerCamelCase, as declared, and extensions in brackets. */
public record FieldNames(Schema schema, Descriptor type) {

    public FieldDescriptor find(Object name, FieldLocation where) {
        if (name instanceof TemplateText) {
            throw where.error(name, "a fixed name of a field of " + type.getFullName());
        }
        FieldDescriptor field = find(String.valueOf(name));
        if (field == null) {
            List<String> names = Stream.concat(
                            type.getFields().stream().map(FieldDescriptor::getJsonName),
                            schema.extensionsOf(type).stream().map(extension -> "[" + extension + "]"))
                    .toList();
            throw new SchemaException("field " + where.field(String.valueOf(name)) + ": unknown to "
                    + type.getFullName() + " " + NearMatches.expected(String.valueOf(name), names));
        }
        return field;
    }

    @Nullable
    public FieldDescriptor find(String name) {
        if (name.startsWith("[") && name.endsWith("]")) {
            FieldDescriptor extension = schema.findExtension(name.substring(1, name.length() - 1));
            return extension != null
                            && extension.getContainingType().getFullName().equals(type.getFullName())
                    ? extension
                    : null;
        }
        FieldDescriptor declared = type.findFieldByName(name);
        if (declared != null) {
            return declared;
        }
        for (FieldDescriptor field : type.getFields()) {
            if (field.getJsonName().equals(name)) {
                return field;
            }
        }
        return null;
    }
}

package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A compiler from a JSON object to the node of a message, which checks the names of the fields and their presence. */
final class ObjectCompiler {
    private final Schema schema;
    private final TemplateCompiler compiler;

    ObjectCompiler(Schema schema, TemplateCompiler compiler) {
        this.schema = schema;
        this.compiler = compiler;
    }

    TemplateNode node(Message prototype, Map<?, ?> members, FieldLocation location) {
        Map<FieldDescriptor, MessageNode.Assignment> fields = new LinkedHashMap<>();
        Set<FieldDescriptor> named = new HashSet<>();
        Set<OneofDescriptor> oneofs = new HashSet<>();
        members.forEach((name, tree) -> {
            FieldDescriptor field = named(prototype.getDescriptorForType(), name, location);
            FieldLocation child = location.field(String.valueOf(name));
            TemplateNode node = compiler.field(prototype, field, tree, child);
            if (!named.add(field)) {
                throw child.error(tree, "field " + field.getFullName() + " once");
            }
            if (node == TemplateNode.Constant.UNSET) {
                return;
            }
            fields.put(field, new MessageNode.Assignment(field, node, child));
            OneofDescriptor oneof = field.getContainingOneof();
            if (oneof != null && !oneofs.add(oneof)) {
                throw child.error(tree, "one field of oneof " + oneof.getFullName());
            }
        });
        requireAll(prototype.getDescriptorForType(), fields.keySet(), location);
        return MessageNode.of(prototype, fields.values());
    }

    private FieldDescriptor named(Descriptor type, Object name, FieldLocation location) {
        if (name instanceof TemplateText) {
            throw location.error(name, "a constant field name of " + type.getFullName());
        }
        FieldDescriptor field = schema.findField(type, String.valueOf(name));
        if (field == null) {
            List<String> names = Stream.concat(
                            type.getFields().stream().map(FieldDescriptor::getJsonName),
                            schema.extensionsOf(type).stream().map(extension -> "[" + extension + "]"))
                    .toList();
            throw SchemaException.unknown(
                    "field " + location.field(String.valueOf(name)) + ": unknown to " + type.getFullName(),
                    String.valueOf(name),
                    names);
        }
        return field;
    }

    private static void requireAll(Descriptor type, Set<FieldDescriptor> present, FieldLocation location) {
        for (FieldDescriptor field : type.getFields()) {
            if (field.isRequired() && !present.contains(field)) {
                throw location.field(field.getName())
                        .error(null, ScalarValues.expected(field) + ", as the field is required");
            }
        }
    }
}

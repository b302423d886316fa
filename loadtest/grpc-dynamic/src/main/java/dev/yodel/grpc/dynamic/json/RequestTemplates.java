package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import dev.yodel.grpc.dynamic.schema.MethodSchema;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes templates for the requests of a method, be it of a {@link Schema} or of a generated stub. */
public final class RequestTemplates {

    private RequestTemplates() {}

    /**
     * A template that makes requests of JSON with placeholders. If it has none, the one message it stands for is
     * serialized once, here, and not again per call.
     *
     * @throws SchemaException if the JSON is not well-formed or does not fit the type of the request
     */
    public static MessageTemplate<DynamicMessage> of(DynamicMethod method, String json) {
        return of(method, json, method.schema());
    }

    /** The same with a schema that may know more types for what an Any holds. */
    private static MessageTemplate<DynamicMessage> of(DynamicMethod method, String json, Schema all) {
        MessageTemplate<DynamicMessage> template = MessageTemplate.parse(json, method.requestType(), all);
        if (template.isConstant()) {
            method.keepSerialized(template.evaluate(new Object[0]));
        }
        return template;
    }

    /**
     * A template of requests of the method.
     *
     * @param more finds types that an {@code Any} in the JSON names and the method's own schema does not know: the schema
     *     of a message type by its full name, or a {@link SchemaException}
     * @throws SchemaException if its requests are no protobuf messages, or the JSON does not fit them
     */
    public static MessageTemplate<?> of(MethodDescriptor<?, ?> method, String json, Function<String, Schema> more) {
        if (method.getSchemaDescriptor() instanceof MethodSchema schema) {
            DynamicMethod dynamic = schema.dynamic();
            return completed(json, dynamic.schema(), more, all -> of(dynamic, json, all));
        }
        if (method.getRequestMarshaller() instanceof PrototypeMarshaller<?> marshaller
                && marshaller.getMessagePrototype() instanceof Message prototype) {
            Schema schema =
                    Schema.ofFiles(List.of(prototype.getDescriptorForType().getFile()));
            return completed(json, schema, more, all -> MessageTemplate.parse(json, prototype, all));
        }
        throw new SchemaException(method.getFullMethodName() + ": JSON for requests that are no protobuf messages"
                + " (expected: a method of protobuf messages)");
    }

    /** What is not found is no error by itself: a map or a Struct may have a "@type" that is none. */
    private static MessageTemplate<?> completed(
            String json, Schema known, Function<String, Schema> more, Function<Schema, MessageTemplate<?>> parser) {
        Set<String> named = new LinkedHashSet<>();
        collectTypes(JsonReader.readTemplate(json), named);
        Schema all = known;
        List<String> failures = new ArrayList<>();
        for (String type : named) {
            if (all.findMessage(type) == null) {
                try {
                    all = all.and(more.apply(type));
                } catch (SchemaException e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            }
        }
        try {
            return parser.apply(all);
        } catch (SchemaException e) {
            throw failures.isEmpty() ? e : e.withNote("asked for: " + String.join("; ", failures));
        }
    }

    private static void collectTypes(@Nullable Object tree, Set<String> types) {
        if (tree instanceof Map<?, ?> members) {
            if (members.get(WellKnownCompiler.TYPE_KEY) instanceof String url) {
                types.add(WellKnownCompiler.typeName(url));
            }
            members.values().forEach(member -> collectTypes(member, types));
        } else if (tree instanceof List<?> elements) {
            elements.forEach(element -> collectTypes(element, types));
        }
    }
}

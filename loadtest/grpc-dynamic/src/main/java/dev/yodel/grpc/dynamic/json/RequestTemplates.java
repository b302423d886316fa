package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.schema.WellKnownTypes;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Templates for the requests of a method, of a {@link Schema} or of a generated stub. */
public final class RequestTemplates {

    private RequestTemplates() {}

    /**
     * A template of requests of a dynamic method. If it has no placeholders, its message is serialized only once.
     *
     * @throws SchemaException if the JSON is malformed or does not fit the request type
     */
    public static MessageTemplate<DynamicMessage> of(DynamicMethod method, String json) {
        return of(method, json, method.schema());
    }

    private static MessageTemplate<DynamicMessage> of(DynamicMethod method, String json, Schema schema) {
        MessageTemplate<DynamicMessage> template = MessageTemplate.parse(json, method.requestType(), schema);
        if (template.isConstant()) {
            method.cacheSerialized(template.evaluate(new Object[0]));
        }
        return template;
    }

    /**
     * A template of requests of any method.
     *
     * @param more returns a schema with the message type of a full name, or throws a {@link SchemaException}; called for
     *     each type that an {@code Any} in the JSON names and the method's own schema lacks
     * @throws SchemaException if the requests are not protobuf messages, or the JSON does not fit them
     */
    public static MessageTemplate<?> of(MethodDescriptor<?, ?> method, String json, Function<String, Schema> more) {
        DynamicMethod dynamic = DynamicMethod.of(method);
        if (dynamic != null) {
            return completed(json, dynamic.schema(), more, all -> of(dynamic, json, all));
        }
        if (method.getRequestMarshaller() instanceof PrototypeMarshaller<?> marshaller
                && marshaller.getMessagePrototype() instanceof Message prototype) {
            Schema schema =
                    Schema.ofFiles(List.of(prototype.getDescriptorForType().getFile()));
            return completed(json, schema, more, all -> MessageTemplate.parse(json, prototype, all));
        }
        throw new SchemaException(method.getFullMethodName() + ": JSON for requests that are not protobuf messages"
                + " (expected: a method with protobuf messages)");
    }

    /** A type that is not found is not an error yet: a map or a Struct may contain an unrelated "@type". */
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
            throw failures.isEmpty() ? e : e.withNote("requested: " + String.join("; ", failures));
        }
    }

    private static void collectTypes(@Nullable Object tree, Set<String> types) {
        if (tree instanceof Map<?, ?> members) {
            if (members.get(WellKnownCompiler.TYPE_KEY) instanceof String url) {
                types.add(WellKnownTypes.typeName(url));
            }
            members.values().forEach(member -> collectTypes(member, types));
        } else if (tree instanceof List<?> elements) {
            elements.forEach(element -> collectTypes(element, types));
        }
    }
}

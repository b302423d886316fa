package dev.yodel.loadtest.call;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import dev.yodel.grpc.dynamic.schema.Schema;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a schema offers, for people: its methods as a list, and descriptions of services, methods and messages. */
public final class SchemaText {

    private SchemaText() {}

    /** All methods with their kinds, one per line; the names are as {@code yodel call} takes them. */
    public static String list(Schema schema) {
        Map<String, DynamicMethod> methods = schema.methods();
        int width = methods.keySet().stream().mapToInt(String::length).max().orElse(0);
        return methods.entrySet().stream()
                .map(entry -> ("%-" + width + "s  %s%n")
                        .formatted(
                                entry.getKey(),
                                kind(entry.getValue().descriptor().getType())))
                .collect(Collectors.joining());
    }

    /** A line that names the kind of a method. */
    public static String kind(MethodType type) {
        return switch (type) {
            case UNARY -> "unary";
            case SERVER_STREAMING -> "server stream";
            case CLIENT_STREAMING -> "client stream";
            case BIDI_STREAMING -> "bidi stream";
            case UNKNOWN -> "unknown";
        };
    }

    /** All services in the syntax of {@code .proto} files. */
    public static String describe(Schema schema) {
        Set<ServiceDescriptor> services = new LinkedHashSet<>();
        schema.methods()
                .values()
                .forEach(method -> services.add(descriptor(method).getService()));
        return services.stream().map(ProtoSource::of).collect(Collectors.joining("\n"));
    }

    /**
     * A service, method or message type in the syntax of a {@code .proto} file; for a method and a message type with an
     * example as JSON.
     *
     * @throws dev.yodel.grpc.dynamic.schema.SchemaException if the schema has nothing of that name
     */
    public static String describe(Schema schema, String symbol) {
        if (schema.services().contains(symbol)) {
            return schema.methods().values().stream()
                    .map(SchemaText::descriptor)
                    .map(MethodDescriptor::getService)
                    .filter(service -> service.getFullName().equals(symbol))
                    .findFirst()
                    .map(ProtoSource::of)
                    .orElse("service %s {}%n".formatted(symbol));
        }
        Descriptor message = schema.findMessage(symbol);
        if (message != null) {
            return ProtoSource.of(message) + example(message);
        }
        DynamicMethod method = schema.method(symbol);
        return ProtoSource.of(descriptor(method)) + example(method.requestType());
    }

    private static String example(Descriptor message) {
        return "%n// Example of %s:%n%s%n".formatted(message.getFullName(), ExampleMessage.of(message));
    }

    private static MethodDescriptor descriptor(DynamicMethod method) {
        if (method.descriptor().getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier) {
            return supplier.getMethodDescriptor();
        }
        throw new IllegalStateException("no descriptor of " + method);
    }
}

package dev.yodel.loadtest.call;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Methods and the types that they use, in the syntax of a {@code .proto} file with full names. Well-known types are named,
 * not printed.
 */
final class ProtoSource {

    private static final String WELL_KNOWN = "google.protobuf.";

    private final StringBuilder out = new StringBuilder();
    private final Set<GenericDescriptor> printed = new LinkedHashSet<>();
    private final Deque<GenericDescriptor> waiting = new ArrayDeque<>();

    private ProtoSource() {}

    /** A service and all types of its methods. */
    static String of(ServiceDescriptor service) {
        ProtoSource source = new ProtoSource();
        source.out.append("service ").append(service.getFullName()).append(" {\n");
        service.getMethods().forEach(source::method);
        source.out.append("}\n");
        return source.finish();
    }

    /** A method and all types of its messages. */
    static String of(MethodDescriptor method) {
        ProtoSource source = new ProtoSource();
        source.out.append("service ").append(method.getService().getFullName()).append(" {\n");
        source.method(method);
        source.out.append("}\n");
        return source.finish();
    }

    /** A message or enum, and all types that it uses. */
    static String of(GenericDescriptor type) {
        ProtoSource source = new ProtoSource();
        source.use(type);
        return source.finish();
    }

    private String finish() {
        while (!waiting.isEmpty()) {
            GenericDescriptor type = waiting.remove();
            out.append(out.isEmpty() ? "" : "\n");
            if (type instanceof Descriptor message) {
                out.append("message ").append(message.getFullName()).append(" {\n");
                fields(message);
            } else if (type instanceof EnumDescriptor choices) {
                out.append("enum ").append(choices.getFullName()).append(" {\n");
                for (EnumValueDescriptor value : choices.getValues()) {
                    out.append("  ")
                            .append(value.getName())
                            .append(" = ")
                            .append(value.getNumber())
                            .append(";\n");
                }
            }
            out.append("}\n");
        }
        return out.toString();
    }

    private void use(GenericDescriptor type) {
        if (!type.getFullName().startsWith(WELL_KNOWN) && printed.add(type)) {
            waiting.add(type);
        }
    }

    private void method(MethodDescriptor method) {
        use(method.getInputType());
        use(method.getOutputType());
        out.append("  rpc %s(%s%s) returns (%s%s);\n"
                .formatted(
                        method.getName(),
                        method.isClientStreaming() ? "stream " : "",
                        method.getInputType().getFullName(),
                        method.isServerStreaming() ? "stream " : "",
                        method.getOutputType().getFullName()));
    }

    private void fields(Descriptor message) {
        Set<OneofDescriptor> opened = new LinkedHashSet<>();
        for (FieldDescriptor field : message.getFields()) {
            OneofDescriptor oneof = field.getRealContainingOneof();
            if (oneof == null) {
                field("  ", field);
            } else if (opened.add(oneof)) {
                out.append("  oneof ").append(oneof.getName()).append(" {\n");
                oneof.getFields().forEach(choice -> field("    ", choice));
                out.append("  }\n");
            }
        }
    }

    private void field(String indent, FieldDescriptor field) {
        out.append(indent)
                .append(label(field))
                .append(field.isMapField() ? map(field.getMessageType()) : type(field))
                .append(' ')
                .append(field.getName())
                .append(" = ")
                .append(field.getNumber())
                .append(";\n");
    }

    private static String label(FieldDescriptor field) {
        if (field.isMapField()) {
            return "";
        }
        if (field.isRepeated()) {
            return "repeated ";
        }
        if (field.isRequired()) {
            return "required ";
        }
        boolean presence = field.hasPresence()
                && field.getRealContainingOneof() == null
                && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE;
        return presence ? "optional " : "";
    }

    private String map(Descriptor entry) {
        return "map<%s, %s>".formatted(type(entry.findFieldByNumber(1)), type(entry.findFieldByNumber(2)));
    }

    private String type(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> named(field.getMessageType());
            case ENUM -> named(field.getEnumType());
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private String named(GenericDescriptor type) {
        use(type);
        return type.getFullName();
    }
}

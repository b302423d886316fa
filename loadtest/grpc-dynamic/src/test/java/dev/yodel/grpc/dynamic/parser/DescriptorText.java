package dev.yodel.grpc.dynamic.parser;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;

/** All that a linked file says, custom options and reserved names apart, one line each: to compare two of them. */
final class DescriptorText {
    private final List<String> lines = new ArrayList<>();

    private DescriptorText() {}

    static List<String> of(FileDescriptor file) {
        DescriptorText text = new DescriptorText();
        text.file(file);
        return text.lines;
    }

    private void file(FileDescriptor file) {
        add(
                "file",
                file.getName(),
                file.getPackage(),
                file.toProto().getSyntax(),
                file.toProto().getEdition());
        add(
                "imports",
                file.getDependencies().stream().map(FileDescriptor::getName).toList());
        add(
                "public",
                file.getPublicDependencies().stream()
                        .map(FileDescriptor::getName)
                        .toList());
        options(file.getOptions());
        file.getMessageTypes().forEach(this::message);
        file.getEnumTypes().forEach(this::enumType);
        file.getExtensions().forEach(this::field);
        file.getServices().forEach(this::service);
    }

    private void message(Descriptor message) {
        add("message", message.getFullName());
        options(message.getOptions());
        message.toProto().getExtensionRangeList().forEach(range -> add("extensions", range.getStart(), range.getEnd()));
        message.getFields().forEach(this::field);
        for (OneofDescriptor oneof : message.getOneofs()) {
            add("oneof", oneof.getFullName(), message.getRealOneofs().contains(oneof));
            options(oneof.getOptions());
        }
        message.getNestedTypes().forEach(this::message);
        message.getEnumTypes().forEach(this::enumType);
        message.getExtensions().forEach(this::field);
    }

    private void field(FieldDescriptor field) {
        OneofDescriptor oneof = field.getContainingOneof();
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        add(
                "field",
                field.getFullName(),
                field.getNumber(),
                field.getType(),
                field.isRepeated(),
                field.isRequired(),
                field.hasPresence(),
                field.isPacked(),
                field.isMapField(),
                field.getJsonName(),
                message ? field.getMessageType().getFullName() : "",
                field.getType() == FieldDescriptor.Type.ENUM
                        ? field.getEnumType().getFullName()
                        : "",
                message ? "" : defaultOf(field),
                field.hasDefaultValue(),
                oneof == null ? "" : oneof.getName(),
                field.getContainingType().getFullName());
        options(field.getOptions());
    }

    private static Object defaultOf(FieldDescriptor field) {
        Object value = field.getDefaultValue();
        return value instanceof ByteString bytes ? TextFormat.escapeBytes(bytes) : value;
    }

    private void enumType(EnumDescriptor type) {
        add("enum", type.getFullName(), type.isClosed());
        options(type.getOptions());
        for (EnumValueDescriptor value : type.getValues()) {
            add("value", value.getFullName(), value.getNumber());
            options(value.getOptions());
        }
    }

    private void service(ServiceDescriptor service) {
        add("service", service.getFullName());
        options(service.getOptions());
        for (MethodDescriptor method : service.getMethods()) {
            add(
                    "method",
                    method.getFullName(),
                    method.getInputType().getFullName(),
                    method.getOutputType().getFullName(),
                    method.isClientStreaming(),
                    method.isServerStreaming());
            options(method.getOptions());
        }
    }

    private void options(Message options) {
        options.getAllFields().forEach((field, value) -> {
            if (!field.isExtension()) {
                add("option", field.getName(), value);
            }
        });
    }

    private void add(Object... parts) {
        lines.add(List.of(parts).toString());
    }
}

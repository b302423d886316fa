package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The messages, services and extensions that linked files and their imports define, by full name. */
final class TypeIndex {
    private final Map<String, ServiceDescriptor> services = new TreeMap<>();
    private final Map<String, Descriptor> messages = new LinkedHashMap<>();
    private final Map<String, FieldDescriptor> extensions = new LinkedHashMap<>();
    private final ExtensionRegistry extensionRegistry;

    TypeIndex(Collection<FileDescriptor> files) {
        files.stream()
                .flatMap(file -> file.getServices().stream())
                .forEach(service -> services.putIfAbsent(service.getFullName(), service));
        Set<String> seen = new HashSet<>();
        files.forEach(file -> add(file, seen));
        BundledFiles.all().forEach(file -> add(file, seen));
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        extensions.values().forEach(extension -> register(extension, registry));
        extensionRegistry = registry.getUnmodifiable();
    }

    private void add(FileDescriptor file, Set<String> seen) {
        if (seen.add(file.getName())) {
            file.getDependencies().forEach(imported -> add(imported, seen));
            file.getMessageTypes().forEach(this::add);
            file.getExtensions().forEach(this::addExtension);
        }
    }

    private void add(Descriptor type) {
        messages.putIfAbsent(type.getFullName(), type);
        type.getExtensions().forEach(this::addExtension);
        type.getNestedTypes().forEach(this::add);
    }

    private void addExtension(FieldDescriptor extension) {
        extensions.putIfAbsent(extension.getFullName(), extension);
    }

    private static void register(FieldDescriptor extension, ExtensionRegistry registry) {
        if (extension.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            registry.add(extension, DynamicMessage.getDefaultInstance(extension.getMessageType()));
        } else {
            registry.add(extension);
        }
    }

    /** The services of the files themselves, without those of their imports. */
    Map<String, ServiceDescriptor> services() {
        return Collections.unmodifiableMap(services);
    }

    /** All message types, including those of the bundled files. */
    Map<String, Descriptor> messages() {
        return Collections.unmodifiableMap(messages);
    }

    /** The extensions, for protobuf's parsers. */
    ExtensionRegistry extensionRegistry() {
        return extensionRegistry;
    }

    /** The field of a message by its declared name, its JSON name, or its full name in brackets if it is an extension. */
    @Nullable
    FieldDescriptor field(Descriptor type, String name) {
        if (name.startsWith("[") && name.endsWith("]")) {
            FieldDescriptor extension = extensions.get(name.substring(1, name.length() - 1));
            return extension != null && isOf(extension, type) ? extension : null;
        }
        FieldDescriptor declared = type.findFieldByName(name);
        return declared != null
                ? declared
                : type.getFields().stream()
                        .filter(field -> field.getJsonName().equals(name))
                        .findFirst()
                        .orElse(null);
    }

    List<String> extensionsOf(Descriptor type) {
        return extensions.values().stream()
                .filter(extension -> isOf(extension, type))
                .map(FieldDescriptor::getFullName)
                .toList();
    }

    private static boolean isOf(FieldDescriptor extension, Descriptor type) {
        return extension.getContainingType().getFullName().equals(type.getFullName());
    }
}

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

/**
 * The messages, services and extensions that linked files and their imports define, by full name.
 *
 * @param services every service of the files themselves, without those of their imports
 * @param messages every message type, including those of the bundled files
 * @param extensions every extension
 * @param extensionRegistry the same extensions, as parsers need them
 */
record TypeIndex(
        Map<String, ServiceDescriptor> services,
        Map<String, Descriptor> messages,
        Map<String, FieldDescriptor> extensions,
        ExtensionRegistry extensionRegistry) {

    static TypeIndex of(Collection<FileDescriptor> files) {
        Map<String, ServiceDescriptor> services = new TreeMap<>();
        Map<String, Descriptor> messages = new LinkedHashMap<>();
        Map<String, FieldDescriptor> extensions = new LinkedHashMap<>();
        for (FileDescriptor file : files) {
            file.getServices().forEach(service -> services.putIfAbsent(service.getFullName(), service));
        }
        Set<String> seen = new HashSet<>();
        files.forEach(file -> add(file, seen, messages, extensions));
        BundledFiles.all().forEach(file -> add(file, seen, messages, extensions));

        ExtensionRegistry extensionRegistry = ExtensionRegistry.newInstance();
        extensions.values().forEach(extension -> register(extension, extensionRegistry));
        return new TypeIndex(
                Collections.unmodifiableMap(services),
                Collections.unmodifiableMap(messages),
                Collections.unmodifiableMap(extensions),
                extensionRegistry.getUnmodifiable());
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

    private static void add(
            FileDescriptor file,
            Set<String> seen,
            Map<String, Descriptor> messages,
            Map<String, FieldDescriptor> extensions) {
        if (!seen.add(file.getName())) {
            return;
        }
        file.getDependencies().forEach(imported -> add(imported, seen, messages, extensions));
        add(file.getMessageTypes(), messages, extensions);
        file.getExtensions().forEach(extension -> extensions.putIfAbsent(extension.getFullName(), extension));
    }

    private static void add(
            List<Descriptor> types, Map<String, Descriptor> messages, Map<String, FieldDescriptor> extensions) {
        for (Descriptor type : types) {
            messages.putIfAbsent(type.getFullName(), type);
            type.getExtensions().forEach(extension -> extensions.putIfAbsent(extension.getFullName(), extension));
            add(type.getNestedTypes(), messages, extensions);
        }
    }

    private static void register(FieldDescriptor extension, ExtensionRegistry registry) {
        if (extension.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            registry.add(extension, DynamicMessage.getDefaultInstance(extension.getMessageType()));
        } else {
            registry.add(extension);
        }
    }
}

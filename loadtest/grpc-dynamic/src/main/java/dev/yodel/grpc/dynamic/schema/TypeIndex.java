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

/**
 * Everything that a set of linked files and their imports defines, by full name: messages, services and extensions.
 *
 * @param services what can be called, of the files themselves and not of their imports
 * @param messages every message type, those of the bundled files included
 * @param extensions every extension
 * @param extensionRegistry the same extensions, in the form that parsers take
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

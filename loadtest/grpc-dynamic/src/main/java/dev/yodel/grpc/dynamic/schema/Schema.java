package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The services and message types of an API, available at run time without generated code, including the types that an
 * {@code Any} or an extension may name. Immutable, safe to share between threads.
 *
 * <p>Create one by a factory method of this class from a descriptor set or from generated code, by
 * {@link dev.yodel.grpc.dynamic.parser.ProtoFiles} from {@code .proto} files, or by
 * {@link dev.yodel.grpc.dynamic.reflection.ReflectionClient} from a running server.
 */
public final class Schema {
    private final List<FileDescriptor> files;
    private final TypeIndex types;

    private Schema(List<FileDescriptor> files) {
        this.files = files;
        types = new TypeIndex(files);
    }

    /**
     * The schema of a descriptor set, as {@code protoc --descriptor_set_out} and {@code buf build} write it. The set may
     * lack imports that are well-known or only define custom options.
     *
     * @throws SchemaException if the file cannot be read, is not a descriptor set, or lacks an import that is needed
     */
    public static Schema ofDescriptorSet(Path file) {
        return ofDescriptorSets(List.of(file));
    }

    /**
     * The schema of several descriptor sets, where one may define what another one imports. If two define a file of the
     * same name, the first one counts.
     *
     * @throws SchemaException if one cannot be read or is not a descriptor set, or none of them has an import that is needed
     */
    public static Schema ofDescriptorSets(Collection<Path> sets) {
        List<FileDescriptorProto> files = new ArrayList<>();
        for (Path set : sets) {
            try {
                files.addAll(filesOf(Files.readAllBytes(set), set.toString()));
            } catch (IOException e) {
                throw new SchemaException("descriptor set: " + set + " (expected: a readable file)", e);
            }
        }
        return ofFiles(FileLinker.link(sets.stream().map(Path::toString).collect(Collectors.joining(", ")), files));
    }

    /**
     * The schema of a serialized {@code google.protobuf.FileDescriptorSet}.
     *
     * @throws SchemaException if the bytes are not a descriptor set or lack an import that is needed
     */
    public static Schema ofDescriptorSet(byte[] bytes) {
        return ofFiles(FileLinker.link("descriptor set", filesOf(bytes, "descriptor set")));
    }

    /**
     * The schema of a descriptor set.
     *
     * @throws SchemaException if it lacks an import that is needed
     */
    public static Schema ofDescriptorSet(FileDescriptorSet set) {
        return ofFiles(FileLinker.link("descriptor set", set.getFileList()));
    }

    /** The schema of linked files, for example the descriptors in generated code. */
    public static Schema ofFiles(Collection<FileDescriptor> files) {
        return new Schema(List.copyOf(files));
    }

    private static List<FileDescriptorProto> filesOf(byte[] bytes, String origin) {
        try {
            FileDescriptorSet set = FileDescriptorSet.parseFrom(bytes);
            if (set.getFileCount() == 0) {
                throw new SchemaException(origin + ": no files (expected: a FileDescriptorSet)");
            }
            return set.getFileList();
        } catch (InvalidProtocolBufferException e) {
            throw new SchemaException(
                    origin + ": " + bytes.length + " bytes that are not a FileDescriptorSet (expected: the"
                            + " output of protoc --include_imports --descriptor_set_out)",
                    e);
        }
    }

    /** The schema that defines a method, or null for the method of a generated stub. */
    public static @Nullable Schema of(io.grpc.MethodDescriptor<?, ?> method) {
        DynamicMethod dynamic = DynamicMethod.of(method);
        return dynamic == null ? null : dynamic.schema();
    }

    /** Both schemas as one. Where both define a name, this schema takes precedence. */
    public Schema and(Schema other) {
        return ofFiles(Stream.concat(files.stream(), other.files.stream()).toList());
    }

    /** The full names of the services, sorted. */
    public List<String> services() {
        return List.copyOf(types.services().keySet());
    }

    /** The methods of all services, by {@code package.Service/Method}, sorted. */
    public Map<String, DynamicMethod> methods() {
        Map<String, DynamicMethod> methods = new TreeMap<>();
        for (ServiceDescriptor service : types.services().values()) {
            for (MethodDescriptor method : service.getMethods()) {
                methods.put(service.getFullName() + "/" + method.getName(), new DynamicMethod(method, this));
            }
        }
        return methods;
    }

    /**
     * The method with a name such as {@code shop.v1.Shop/Buy}, {@code shop.v1.Shop.Buy} or, without a package,
     * {@code Shop/Buy}.
     *
     * @throws SchemaException if there is no such service or method; the error lists those that exist
     */
    public DynamicMethod method(String name) {
        MethodName asked = MethodName.parse(name);
        ServiceDescriptor service = types.services().get(asked.service());
        if (service == null) {
            throw SchemaException.unknown("service: " + asked.service(), asked.service(), services());
        }
        MethodDescriptor method = service.findMethodByName(asked.method());
        if (method == null) {
            List<String> methods =
                    service.getMethods().stream().map(MethodDescriptor::getName).toList();
            throw SchemaException.unknown(
                    "method: " + asked.method() + " of " + asked.service(), asked.method(), methods);
        }
        return new DynamicMethod(method, this);
    }

    /**
     * The message type with a full name.
     *
     * @throws SchemaException if there is none; the error lists the nearest names
     */
    public Descriptor message(String name) {
        Descriptor message = types.messages().get(name);
        if (message == null) {
            throw SchemaException.unknown(
                    "message type: " + name, name, types.messages().keySet());
        }
        return message;
    }

    /** The message type with a full name, or null. */
    public @Nullable Descriptor findMessage(String name) {
        return types.messages().get(name);
    }

    /**
     * The field with a name, or null.
     *
     * @param name as declared, in lowerCamelCase, or the full name of an extension in brackets
     */
    public @Nullable FieldDescriptor findField(Descriptor type, String name) {
        return types.field(type, name);
    }

    /** The full names of the extensions of a message type. */
    public List<String> extensionsOf(Descriptor type) {
        return types.extensionsOf(type);
    }

    /** The message inside an {@code Any}; null if its type is unknown or its bytes are invalid. */
    public @Nullable DynamicMessage unpack(Message any) {
        Descriptor type = any.getDescriptorForType();
        String url = (String) any.getField(type.findFieldByNumber(1));
        Descriptor content = findMessage(WellKnownTypes.typeName(url));
        try {
            ByteString bytes = (ByteString) any.getField(type.findFieldByNumber(2));
            return content == null ? null : DynamicMessage.parseFrom(content, bytes, extensionRegistry());
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    /** The extensions, for protobuf's parsers. */
    public ExtensionRegistry extensionRegistry() {
        return types.extensionRegistry();
    }

    /** The number of files and the services, for logs. */
    @Override
    public String toString() {
        return "Schema[files=" + files.size() + ", services=" + services() + "]";
    }
}

package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a service without its generated stubs: its methods, its message types, and every type that an
 * {@code Any} or an extension may name. Immutable, safe to share.
 *
 * <p>It is made of a descriptor set or of generated code here, of {@code .proto} files by
 * {@link dev.yodel.grpc.dynamic.parser.ProtoFiles}, and of what a server says of itself by
 * {@link dev.yodel.grpc.dynamic.reflection.ReflectionClient}.
 */
public final class Schema {
    private final List<FileDescriptor> files;
    private final TypeIndex types;

    private Schema(List<FileDescriptor> files) {
        this.files = files;
        types = TypeIndex.of(files);
    }

    /**
     * The schema of a descriptor set, as {@code protoc --descriptor_set_out} and {@code buf build} write it. Imports that
     * the set lacks are no harm if they are well-known or only there for custom options.
     *
     * @throws SchemaException if the file cannot be read, is no descriptor set, or lacks an import that is needed
     */
    public static Schema ofDescriptorSet(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new SchemaException("descriptor set: " + file + " (expected: a readable file)", e);
        }
        return ofDescriptorSet(bytes, file.toString());
    }

    /**
     * The schema of a serialized {@code google.protobuf.FileDescriptorSet}.
     *
     * @throws SchemaException if the bytes are no descriptor set, or lack an import that is needed
     */
    public static Schema ofDescriptorSet(byte[] bytes) {
        return ofDescriptorSet(bytes, "descriptor set");
    }

    /**
     * The schema of a descriptor set.
     *
     * @throws SchemaException if it lacks an import that is needed
     */
    public static Schema ofDescriptorSet(FileDescriptorSet set) {
        return ofFiles(new FileLinker("descriptor set", set.getFileList()).link());
    }

    /** The schema of linked files, for example of those that generated code carries. */
    public static Schema ofFiles(Collection<FileDescriptor> files) {
        return new Schema(List.copyOf(files));
    }

    private static Schema ofDescriptorSet(byte[] bytes, String origin) {
        try {
            FileDescriptorSet set = FileDescriptorSet.parseFrom(bytes);
            if (set.getFileCount() == 0) {
                throw new SchemaException(origin + ": no files in it (expected: a FileDescriptorSet)");
            }
            return ofFiles(new FileLinker(origin, set.getFileList()).link());
        } catch (InvalidProtocolBufferException e) {
            throw new SchemaException(
                    origin + ": " + bytes.length + " bytes that are no FileDescriptorSet (expected: what"
                            + " protoc --include_imports --descriptor_set_out writes)",
                    e);
        }
    }

    /** The schema that a method is of; null for one of a generated stub. */
    public static @Nullable Schema of(io.grpc.MethodDescriptor<?, ?> method) {
        return method.getSchemaDescriptor() instanceof MethodSchema known
                ? known.dynamic().schema()
                : null;
    }

    /** Both schemas as one; where both define a name, this one counts. */
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
     * The method of a name such as {@code shop.v1.Shop/Buy}, {@code shop.v1.Shop.Buy} or, without a package,
     * {@code Shop/Buy}.
     *
     * @throws SchemaException if there is no such service or method; the message tells what there is
     */
    public DynamicMethod method(String name) {
        MethodName asked = MethodName.parse(name);
        ServiceDescriptor service = types.services().get(asked.service());
        if (service == null) {
            throw new SchemaException(
                    "service: " + asked.service() + " " + NearMatches.expected(asked.service(), services()));
        }
        MethodDescriptor method = service.findMethodByName(asked.method());
        if (method == null) {
            List<String> methods =
                    service.getMethods().stream().map(MethodDescriptor::getName).toList();
            throw new SchemaException("method: " + asked.method() + " of " + asked.service() + " "
                    + NearMatches.expected(asked.method(), methods));
        }
        return new DynamicMethod(method, this);
    }

    /**
     * The message type of a full name.
     *
     * @throws SchemaException if there is none; the message names the nearest ones
     */
    public Descriptor message(String name) {
        Descriptor message = types.messages().get(name);
        if (message == null) {
            throw new SchemaException("message type: " + name + " "
                    + NearMatches.expected(name, types.messages().keySet()));
        }
        return message;
    }

    @Nullable
    public Descriptor findMessage(String name) {
        return types.messages().get(name);
    }

    @Nullable
    public FieldDescriptor findExtension(String name) {
        return types.extensions().get(name);
    }

    public Collection<String> extensionsOf(Descriptor type) {
        return types.extensions().values().stream()
                .filter(extension -> extension.getContainingType().getFullName().equals(type.getFullName()))
                .map(FieldDescriptor::getFullName)
                .toList();
    }

    boolean hasExtensions() {
        return !types.extensions().isEmpty();
    }

    /** The extensions that parsers need to know. */
    public ExtensionRegistry extensionRegistry() {
        return types.extensionRegistry();
    }

    /** How many files and services this holds, for logs. */
    @Override
    public String toString() {
        return "Schema[files=" + files.size() + ", services=" + services() + "]";
    }
}

package dev.yodel.grpc.dynamic.reflection;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.yodel.grpc.dynamic.schema.FileLinker;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files that a server has sent so far, without duplicates and within {@link ReflectionLimits}. */
final class ReflectedFiles {
    /** The maximum number of extensions requested for one type. */
    static final int EXTENSIONS_PER_TYPE = 1_000;

    private final Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
    private final Set<String> requestedImports = new HashSet<>();
    private final ReflectionLimits limits;
    private long bytes;

    ReflectedFiles(ReflectionLimits limits) {
        this.limits = limits;
    }

    /** Adds the files of a response and returns the new ones. */
    List<FileDescriptorProto> add(List<ByteString> serialized, String requested) {
        List<FileDescriptorProto> added = new ArrayList<>();
        for (ByteString one : serialized) {
            bytes += one.size();
            if (bytes > limits.bytes()) {
                throw new SchemaException("reflection: more than " + limits.bytes() + " bytes of descriptors");
            }
            FileDescriptorProto file = parse(one, requested);
            if (files.putIfAbsent(file.getName(), file) == null) {
                added.add(file);
            }
            if (files.size() > limits.files()) {
                throw new SchemaException("reflection: more than " + limits.files() + " files");
            }
        }
        return added;
    }

    private static FileDescriptorProto parse(ByteString serialized, String requested) {
        try {
            return FileDescriptorProto.parseFrom(serialized);
        } catch (InvalidProtocolBufferException e) {
            throw new SchemaException(
                    "reflection: " + requested + ": the server sent " + serialized.size()
                            + " bytes that are not a FileDescriptorProto",
                    e);
        }
    }

    /** The imports of a file that are neither here, nor requested before, nor bundled with this library. */
    List<String> newImportsOf(FileDescriptorProto file) {
        return file.getDependencyList().stream()
                .filter(name -> !files.containsKey(name) && !FileLinker.isBundled(name))
                .filter(requestedImports::add)
                .toList();
    }

    /** The extendable message types of a file, without protobuf's own options, which no call sends. */
    List<String> extendableTypesOf(FileDescriptorProto file) {
        List<String> types = new ArrayList<>();
        if (!file.getPackage().equals("google.protobuf")) {
            collectExtendable(file.getMessageTypeList(), file.getPackage(), types);
        }
        return types;
    }

    private static void collectExtendable(List<DescriptorProto> messages, String scope, List<String> types) {
        for (DescriptorProto message : messages) {
            String name = scope.isEmpty() ? message.getName() : scope + "." + message.getName();
            if (message.getExtensionRangeCount() > 0) {
                types.add(name);
            }
            collectExtendable(message.getNestedTypeList(), name, types);
        }
    }

    List<FileDescriptor> link() {
        return FileLinker.linkWithUndeclaredImports("reflection", files.values());
    }
}

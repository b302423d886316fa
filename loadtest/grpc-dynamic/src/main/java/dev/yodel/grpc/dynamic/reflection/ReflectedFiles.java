package dev.yodel.grpc.dynamic.reflection;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.yodel.grpc.dynamic.schema.BundledFiles;
import dev.yodel.grpc.dynamic.schema.FileLinker;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.schema.UndeclaredImports;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files that a server has sent so far, each kept once, within {@link ReflectionLimits}. */
final class ReflectedFiles {
    /** How many extensions of one type are asked for. */
    static final int EXTENSIONS_PER_TYPE = 1_000;

    private final Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
    private final Set<String> askedImports = new HashSet<>();
    private final ReflectionLimits limits;
    private long bytes;

    ReflectedFiles(ReflectionLimits limits) {
        this.limits = limits;
    }

    /** Takes the files of a response and says which of them are new. */
    List<FileDescriptorProto> add(List<ByteString> serialized, String asked) {
        List<FileDescriptorProto> added = new ArrayList<>();
        for (ByteString one : serialized) {
            bytes += one.size();
            if (bytes > limits.bytes()) {
                throw new SchemaException("reflection: more than " + limits.bytes() + " bytes of descriptors");
            }
            FileDescriptorProto file = parse(one, asked);
            if (files.putIfAbsent(file.getName(), file) == null) {
                added.add(file);
            }
            if (files.size() > limits.files()) {
                throw new SchemaException("reflection: more than " + limits.files() + " files");
            }
        }
        return added;
    }

    private static FileDescriptorProto parse(ByteString serialized, String asked) {
        try {
            return FileDescriptorProto.parseFrom(serialized);
        } catch (InvalidProtocolBufferException e) {
            throw new SchemaException(
                    "reflection: " + asked + " came as " + serialized.size() + " bytes that are no FileDescriptorProto",
                    e);
        }
    }

    /** What a file imports, is not here, was not asked for before, and is not bundled with this library. */
    List<String> newImportsOf(FileDescriptorProto file) {
        return file.getDependencyList().stream()
                .filter(name -> !files.containsKey(name) && BundledFiles.file(name) == null)
                .filter(askedImports::add)
                .toList();
    }

    /** The message types of a file that can be extended; protobuf's own options are left out, for no call sends them. */
    List<String> newExtendableTypesOf(FileDescriptorProto file) {
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

    /** Linked as they declare their imports; if they cannot be, with those that some servers leave out. */
    List<FileDescriptor> link() {
        try {
            return link(files.values());
        } catch (SchemaException e) {
            return link(new UndeclaredImports(files.values()).declared());
        }
    }

    private static List<FileDescriptor> link(Collection<FileDescriptorProto> files) {
        return new FileLinker("reflection", files).link();
    }
}

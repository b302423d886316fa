package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TypeRegistry;
import com.google.rpc.ErrorInfo;
import dev.yodel.grpc.dynamic.bare.BareProto;
import dev.yodel.grpc.dynamic.legacy.LegacyExtensionsProto;
import dev.yodel.grpc.dynamic.modern.ModernProto;
import dev.yodel.grpc.dynamic.shop.ShopProto;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The test files in proto2, proto3, edition 2023 and without a package, as schemas. */
public final class TestSchemas {
    public static final List<FileDescriptor> FILES = List.of(
            ShopProto.getDescriptor(),
            LegacyExtensionsProto.getDescriptor(),
            ModernProto.getDescriptor(),
            BareProto.getDescriptor());

    /** The descriptors of generated code. */
    public static final Schema GENERATED = Schema.ofFiles(FILES);

    /** The same files from a descriptor set, with separate descriptors. */
    public static final Schema DYNAMIC = Schema.ofDescriptorSet(setOf(FILES).toByteArray());

    /** The types that an Any may hold, for protobuf's own parser and printer. */
    public static final TypeRegistry TYPES = TypeRegistry.newBuilder()
            .add(FILES.stream().flatMap(file -> file.getMessageTypes().stream()).toList())
            .add(ErrorInfo.getDescriptor())
            .build();

    private TestSchemas() {}

    /** The files that come with the library. */
    public static Collection<FileDescriptor> bundledFiles() {
        return BundledFiles.all();
    }

    /** A message in text format, on one line. */
    public static String printed(Message message) {
        return TextFormat.printer()
                .emittingSingleLine(true)
                .printToString(message)
                .strip();
    }

    /** A descriptor set of files and all their imports, imports first, as protoc writes it. */
    public static FileDescriptorSet setOf(List<FileDescriptor> files) {
        Set<FileDescriptor> ordered = new LinkedHashSet<>();
        files.forEach(file -> collect(file, ordered));
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        ordered.forEach(file -> set.addFile(file.toProto()));
        return set.build();
    }

    private static void collect(FileDescriptor file, Set<FileDescriptor> ordered) {
        file.getDependencies().forEach(imported -> collect(imported, ordered));
        ordered.add(file);
    }
}

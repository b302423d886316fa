package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Links file descriptors that come in any order, repeated, or without all of their imports.
 *
 * <p>A missing import is replaced by the bundled file of that name, or else by an empty file: most missing imports only
 * define custom options, which calls don't need. If a type of the missing file is needed, linking fails with its name.
 */
public final class FileLinker {
    private final Map<String, FileDescriptorProto> sources = new LinkedHashMap<>();
    private final Map<String, FileDescriptor> linked = new HashMap<>();
    private final Set<String> inProgress = new LinkedHashSet<>();
    private final String origin;

    private FileLinker(String origin, Collection<FileDescriptorProto> files) {
        this.origin = origin;
        files.forEach(file -> sources.putIfAbsent(file.getName(), file));
    }

    /**
     * Links files.
     *
     * @param origin where they come from, for error messages: for example "reflection" or the name of a file
     * @throws SchemaException if a file is invalid or lacks an import that is needed
     */
    public static List<FileDescriptor> link(String origin, Collection<FileDescriptorProto> files) {
        FileLinker linker = new FileLinker(origin, files);
        return linker.sources.keySet().stream().map(linker::file).toList();
    }

    /**
     * Links files. If that fails, links them with the imports that they need and don't declare.
     *
     * @param origin where they come from, for error messages
     * @throws SchemaException if that fails as well
     */
    public static List<FileDescriptor> linkWithUndeclaredImports(String origin, Collection<FileDescriptorProto> files) {
        try {
            return link(origin, files);
        } catch (SchemaException e) {
            return link(origin, new UndeclaredImports(files).declared());
        }
    }

    /** Whether the file of this name comes with this library. */
    public static boolean isBundled(String name) {
        return BundledFiles.file(name) != null;
    }

    private FileDescriptor file(String name) {
        FileDescriptor known = linked.get(name);
        if (known != null) {
            return known;
        }
        FileDescriptorProto source = sources.get(name);
        if (source == null) {
            FileDescriptor bundled = BundledFiles.file(name);
            return bundled != null ? bundled : empty(name);
        }
        if (!inProgress.add(name)) {
            throw new SchemaException(origin + ": " + name + " imports itself through " + inProgress);
        }
        FileDescriptor file = build(source);
        inProgress.remove(name);
        linked.put(name, file);
        return file;
    }

    private FileDescriptor empty(String name) {
        FileDescriptor file = build(FileDescriptorProto.newBuilder()
                .setName(name)
                .setSyntax("proto3")
                .build());
        linked.put(name, file);
        return file;
    }

    private FileDescriptor build(FileDescriptorProto source) {
        List<FileDescriptor> imports = new ArrayList<>();
        source.getDependencyList().forEach(name -> imports.add(file(name)));
        try {
            return FileDescriptor.buildFrom(source, imports.toArray(FileDescriptor[]::new));
        } catch (DescriptorValidationException e) {
            throw new SchemaException(origin + ": " + e.getMessage() + missing(source), e);
        } catch (RuntimeException e) {
            // Protobuf throws these for an unknown edition, or for indices out of range.
            throw new SchemaException(origin + ": " + source.getName() + ": " + e.getMessage(), e);
        }
    }

    private String missing(FileDescriptorProto source) {
        Set<String> missing = new LinkedHashSet<>();
        collectMissing(source, missing, new LinkedHashSet<>());
        return missing.isEmpty() ? "" : " (missing import: " + String.join(", ", missing) + ")";
    }

    private void collectMissing(FileDescriptorProto source, Set<String> missing, Set<String> seen) {
        for (String name : source.getDependencyList()) {
            FileDescriptorProto imported = sources.get(name);
            if (imported != null && seen.add(name)) {
                collectMissing(imported, missing, seen);
            } else if (imported == null && !isBundled(name)) {
                missing.add(name);
            }
        }
    }
}

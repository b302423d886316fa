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
 * Makes linked files of descriptors that come in any order, repeated, or without all of their imports.
 *
 * <p>An import that nobody brought is taken from the bundled files, else from an empty file in its place: most missing
 * imports are there for the sake of custom options alone, and then nothing is lost. FieldLocation a type of it is needed after
 * all, linking fails with the name of the missing file.
 */
public final class FileLinker {
    private final Map<String, FileDescriptorProto> sources = new LinkedHashMap<>();
    private final Map<String, FileDescriptor> linked = new HashMap<>();
    private final Set<String> inProgress = new LinkedHashSet<>();
    private final String origin;

    /** Links files of the origin named in errors, for example "reflection" or the name of a file. */
    public FileLinker(String origin, Collection<FileDescriptorProto> files) {
        this.origin = origin;
        files.forEach(file -> sources.putIfAbsent(file.getName(), file));
    }

    public List<FileDescriptor> link() {
        return sources.keySet().stream().map(this::file).toList();
    }

    private FileDescriptor file(String name) {
        FileDescriptor known = linked.get(name);
        if (known != null) {
            return known;
        }
        FileDescriptorProto source = sources.get(name);
        if (source == null) {
            FileDescriptor bundled = BundledFiles.file(name);
            return bundled != null ? bundled : absent(name);
        }
        if (!inProgress.add(name)) {
            throw new SchemaException(origin + ": " + name + " imports itself by way of " + inProgress);
        }
        FileDescriptor file = build(source);
        inProgress.remove(name);
        linked.put(name, file);
        return file;
    }

    private FileDescriptor absent(String name) {
        FileDescriptor empty = build(FileDescriptorProto.newBuilder()
                .setName(name)
                .setSyntax("proto3")
                .build());
        linked.put(name, empty);
        return empty;
    }

    private FileDescriptor build(FileDescriptorProto source) {
        List<FileDescriptor> imports = new ArrayList<>();
        source.getDependencyList().forEach(name -> imports.add(file(name)));
        try {
            return FileDescriptor.buildFrom(source, imports.toArray(FileDescriptor[]::new));
        } catch (DescriptorValidationException e) {
            throw new SchemaException(origin + ": " + e.getMessage() + missing(source), e);
        } catch (RuntimeException e) {
            // What protobuf throws for an edition it does not know, or for indices out of range.
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
            } else if (imported == null && BundledFiles.file(name) == null) {
                missing.add(name);
            }
        }
    }
}

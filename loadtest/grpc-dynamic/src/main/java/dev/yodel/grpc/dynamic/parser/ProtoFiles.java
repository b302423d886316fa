package dev.yodel.grpc.dynamic.parser;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.yodel.grpc.dynamic.schema.FileLinker;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Loads schemas from {@code .proto} files. */
public final class ProtoFiles {
    private final List<Path> importPaths = new ArrayList<>();
    private final Map<String, FileDescriptorProto> parsed = new LinkedHashMap<>();
    private final Queue<String> imports = new ArrayDeque<>();

    private ProtoFiles(List<Path> importPaths) {
        importPaths.forEach(path -> this.importPaths.add(path.toAbsolutePath().normalize()));
    }

    /**
     * The schema of {@code .proto} files in proto2, proto3 or an edition, and of their imports.
     *
     * @param files the files
     * @param importPaths the folders in which to find imports, in order; the folder of each file that is in none of them
     *     is searched last
     * @throws SchemaException if a file cannot be read or parsed, or lacks an import that is needed
     */
    public static Schema schema(List<Path> files, List<Path> importPaths) {
        return Schema.ofFiles(link(files, importPaths));
    }

    private static List<FileDescriptor> link(List<Path> files, List<Path> importPaths) {
        if (files.isEmpty()) {
            throw new SchemaException(".proto files: none (expected: at least one)");
        }
        ProtoFiles all = new ProtoFiles(importPaths);
        files.forEach(all::add);
        all.addImports();
        return FileLinker.link(".proto files", all.parsed.values());
    }

    private void add(Path given) {
        Path file = given.toAbsolutePath().normalize();
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new SchemaException(".proto file: " + given + " (expected: a readable file)");
        }
        Path folder = file.getParent();
        Path root = importPaths.stream().filter(file::startsWith).findFirst().orElse(folder);
        if (root != null) {
            if (!importPaths.contains(root)) {
                importPaths.add(root);
            }
            parse(root.relativize(file).toString().replace('\\', '/'), file);
        }
    }

    private void addImports() {
        for (String name = imports.poll(); name != null; name = imports.poll()) {
            if (parsed.containsKey(name)) {
                continue;
            }
            for (Path root : importPaths) {
                Path file = root.resolve(name).normalize();
                if (file.startsWith(root) && Files.isRegularFile(file)) {
                    parse(name, file);
                    break;
                }
            }
            // An import that is not found may be bundled or not needed; the linker decides.
        }
    }

    private void parse(String name, Path file) {
        try {
            FileDescriptorProto descriptor = ProtoParser.parse(name, Files.readString(file));
            parsed.put(name, descriptor);
            imports.addAll(descriptor.getDependencyList());
        } catch (CharacterCodingException e) {
            throw new SchemaException(".proto file: " + file + " (expected: text in UTF-8)", e);
        } catch (IOException e) {
            throw new SchemaException(".proto file: " + file + " (expected: a readable file)", e);
        }
    }
}

package dev.yodel.loadtest.plan;

import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import io.grpc.health.v1.HealthProto;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source of the schema of the service. */
public sealed interface SchemaPlan {

    /** Server reflection without metadata of its own. */
    SchemaPlan REFLECTION = new Reflection(List.of());

    /**
     * The schema that is known without the service: from files, or that of the standard health service. Null if the service
     * has to be asked.
     *
     * @param call the method to call
     * @throws IllegalArgumentException if a file cannot be read or has a mistake
     */
    @Nullable
    Schema local(String call);

    /**
     * Server reflection.
     *
     * @param metadata the metadata of its calls, beside that of all calls
     */
    record Reflection(List<MetadataEntry> metadata) implements SchemaPlan {

        private static final String HEALTH = "grpc.health.v1.Health";

        public Reflection {
            metadata = List.copyOf(metadata);
        }

        @Override
        public @Nullable Schema local(String call) {
            return call.startsWith(HEALTH + "/") || call.startsWith(HEALTH + ".")
                    ? Schema.ofFiles(List.of(HealthProto.getDescriptor()))
                    : null;
        }
    }

    /**
     * Descriptor sets, as {@code protoc} and {@code buf} write them.
     *
     * @param files at least one; an import may be in another one of them
     */
    record DescriptorSets(List<Path> files) implements SchemaPlan {

        public DescriptorSets {
            files = List.copyOf(files);
        }

        @Override
        public Schema local(String call) {
            return Schema.ofDescriptorSets(files);
        }
    }

    /**
     * {@code .proto} files.
     *
     * @param files at least one
     * @param importPaths the folders in which imports are found
     */
    record ProtoFiles(List<Path> files, List<Path> importPaths) implements SchemaPlan {

        public ProtoFiles {
            files = List.copyOf(files);
            importPaths = List.copyOf(importPaths);
        }

        @Override
        public Schema local(String call) {
            try {
                return dev.yodel.grpc.dynamic.parser.ProtoFiles.schema(files, importPaths);
            } catch (SchemaException e) {
                throw String.valueOf(e.getMessage()).contains("missing import")
                        ? e.withNote("--import-path DIR names a folder with imports")
                        : e;
            }
        }
    }
}

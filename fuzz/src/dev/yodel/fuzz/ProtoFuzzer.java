package dev.yodel.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.yodel.grpc.dynamic.parser.ProtoFiles;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The parser of {@code .proto} files: a file has a schema, or is refused with a reason. */
public final class ProtoFuzzer {

    private static final Path FILE = file();

    private ProtoFuzzer() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException {
        Files.writeString(FILE, data.consumeRemainingAsString());
        try {
            ProtoFiles.schema(List.of(FILE), List.of());
        } catch (SchemaException e) {
            Refusals.check(e);
        }
    }

    private static Path file() {
        try {
            Path file = Files.createTempDirectory("yodel-fuzz").resolve("fuzzed.proto");
            file.toFile().deleteOnExit();
            file.getParent().toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

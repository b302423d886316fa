package dev.yodel.grpc.dynamic.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Go's protojson as a program, built from {@code src/test/go}. */
final class ProtojsonProgram {
    private static final Path SOURCES = Path.of("src", "test", "go");
    private static final Path FOLDER = Path.of("target", "protojson").toAbsolutePath();
    private static final Path PROGRAM = FOLDER.resolve("protojson");
    private static final long TIMEOUT_MINUTES = 5;

    /**
     * What protojson makes of an input.
     *
     * @param accepted whether it is a message
     * @param text the message in base64, or the reason why it is refused
     */
    record Outcome(boolean accepted, String text) {
        static Outcome of(String line) {
            boolean accepted = line.startsWith("OK ");
            assertThat(accepted || line.startsWith("ERROR ")).as(line).isTrue();
            return new Outcome(accepted, line.substring(line.indexOf(' ') + 1));
        }

        byte[] message() {
            return Base64.getDecoder().decode(text);
        }
    }

    private ProtojsonProgram() {}

    /** Builds the program. Without Go, the test is skipped, or fails with {@code CI=true}. */
    static void build() throws IOException, InterruptedException {
        if (!isInstalled("go")) {
            assertThat(System.getenv("CI"))
                    .as("CI, without which a test may be skipped. Not installed: go (expected: on the PATH)")
                    .isNotEqualTo("true");
            System.out.println("SKIPPED, not installed: go");
            // The build ends with what these files of all modules say.
            Files.writeString(Path.of("target", "not-installed.txt"), "ITProtojson (go)\n");
            abort("not installed: go");
        }
        Files.createDirectories(FOLDER);
        run(
                new ProcessBuilder("go", "build", "-trimpath", "-buildvcs=false", "-o", PROGRAM.toString(), ".")
                        .directory(SOURCES.toFile()),
                FOLDER.resolve("build.txt"));
    }

    /** The outcomes of the inputs, in order, from one run of the program. */
    static List<Outcome> outcomes(FileDescriptorSet schema, List<JsonInput> inputs)
            throws IOException, InterruptedException {
        Path descriptors = FOLDER.resolve("schema.binpb");
        Files.write(descriptors, schema.toByteArray());
        Path lines = FOLDER.resolve("inputs.txt");
        Files.write(lines, inputs.stream().map(ProtojsonProgram::line).toList());
        Path output = FOLDER.resolve("outcomes.txt");
        run(new ProcessBuilder(PROGRAM.toString(), descriptors.toString()).redirectInput(lines.toFile()), output);
        return Files.readAllLines(output).stream().map(Outcome::of).toList();
    }

    private static String line(JsonInput input) {
        return input.type() + " "
                + Base64.getEncoder().encodeToString(input.json().getBytes(StandardCharsets.UTF_8));
    }

    private static void run(ProcessBuilder builder, Path output) throws IOException, InterruptedException {
        Path errors = FOLDER.resolve("errors.txt");
        Process process = builder.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES))
                    .as("%s ends", builder.command())
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s: %s", builder.command(), Files.readString(errors))
                .isZero();
    }

    private static boolean isInstalled(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}

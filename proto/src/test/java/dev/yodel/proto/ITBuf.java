package dev.yodel.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real buf says of the proto files. */
class ITBuf {

    private static final String SOURCES = "src/main/protobuf";
    private static final String COPIES = SOURCES + "/google";
    private static final String LANDED = "landed/yodel.v1.binpb";

    private static String program = "buf";

    @TempDir
    Path folder;

    @BeforeAll
    static void findsBuf() throws IOException {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(entry -> Path.of(entry, "buf"))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            fail("buf is not on PATH, and CI=true (expected: .ci/run installs it)");
        }
        if (found.isEmpty()) {
            System.out.println(
                    "ITBuf is skipped: buf is not on PATH (npm ci --prefix .ci installs it in .ci/node_modules/.bin)");
            // The build ends with what these files of all modules say.
            Files.writeString(Path.of("target", "not-installed.txt"), "ITBuf (buf)\n");
        }
        assumeTrue(found.isPresent(), "buf is not on PATH");
        program = found.get().toString();
    }

    @Test
    void lint_finds_nothing() throws Exception {
        assertThat(buf("lint")).isEqualTo("exit code 0\n");
    }

    @Test
    void format_changes_nothing() throws Exception {
        assertThat(buf("format", "--diff", "--exit-code", SOURCES, "--exclude-path", COPIES))
                .isEqualTo("exit code 0\n");
    }

    @Test
    void nothing_that_has_landed_is_broken() throws Exception {
        assertThat(buf("breaking", SOURCES, "--against", LANDED)).isEqualTo("exit code 0\n");
    }

    /** Guards the check above: an API without one of the landed files is a broken one. */
    @Test
    void a_missing_file_counts_as_broken() throws Exception {
        Path less = folder.resolve("less.binpb");
        assertThat(buf("build", LANDED, "--path", "yodel/v1/behavior.proto", "-o", less.toString()))
                .isEqualTo("exit code 0\n");

        assertThat(buf("breaking", less.toString(), "--against", LANDED))
                .contains("exit code 100", "Previously present file \"yodel/v1/echo.proto\" was deleted");
    }

    /** Runs buf in this module; returns its exit code and all that it printed. */
    private String buf(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exit = process.waitFor();
        return "exit code " + exit + "\n" + Files.readString(output);
    }
}

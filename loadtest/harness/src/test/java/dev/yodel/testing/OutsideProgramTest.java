package dev.yodel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class OutsideProgramTest {

    @TempDir
    Path folder;

    @Test
    void finds_a_program_on_the_path() throws IOException {
        Path program = executable(folder.resolve("some-program"));

        assertThat(outside("true").program("some-program")).isEqualTo(program);
    }

    @Test
    void prefers_the_program_that_ci_installed() throws IOException {
        executable(folder.resolve("some-program"));
        Path installed =
                executable(Files.createDirectories(ci().resolve("target/bin")).resolve("some-program"));

        assertThat(outside("true").program("some-program")).isEqualTo(installed);
    }

    @Test
    void finds_what_ci_installed() throws IOException {
        Path library = Files.createDirectories(ci().resolve("node_modules/some-library"));

        assertThat(outside("true").installed("node_modules/some-library")).isEqualTo(library);
    }

    @Test
    void skips_the_test_and_names_what_is_absent() {
        assertThatThrownBy(() -> outside("").program("no-such-program"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("not installed: no-such-program");
        assertThatThrownBy(() -> outside("").installed("node_modules/no-such-library"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("not installed: .ci/node_modules/no-such-library");
        assertThat(skipped())
                .hasContent("OutsideProgramTest (no-such-program)\n"
                        + "OutsideProgramTest (.ci/node_modules/no-such-library)");
    }

    @Test
    void fails_the_test_on_a_build_server() {
        assertThatThrownBy(() -> outside("true").program("no-such-program"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not installed: no-such-program (expected: by .ci/run, because CI=true)");
        assertThatThrownBy(() -> outside("true").installed("node_modules/no-such-library"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not installed: .ci/node_modules/no-such-library (expected: by .ci/run, because CI=true)");
    }

    private OutsideProgram outside(String onBuildServer) {
        return new OutsideProgram(ci(), Map.of("PATH", folder.toString(), "CI", onBuildServer), skipped());
    }

    private Path skipped() {
        return folder.resolve("not-installed.txt");
    }

    private Path ci() {
        return folder.resolve("ci");
    }

    private static Path executable(Path file) throws IOException {
        assertThat(Files.createFile(file).toFile().setExecutable(true)).isTrue();
        return file;
    }
}

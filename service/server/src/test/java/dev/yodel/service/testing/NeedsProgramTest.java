package dev.yodel.service.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedsProgramTest {

    @TempDir
    Path folder;

    @Test
    void runs_where_the_program_is_on_the_path() throws IOException {
        Path program = Files.createFile(folder.resolve("some-program"));
        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThat(condition("CI", "true").evaluate("ITSome", "some-program").isDisabled())
                .isFalse();
    }

    @Test
    void is_skipped_and_names_the_program_that_is_absent() {
        assertThat(condition("CI", "").evaluate("ITSome", "no-such-program")).satisfies(result -> {
            assertThat(result.isDisabled()).isTrue();
            assertThat(result.getReason()).hasValue("not installed: no-such-program");
        });
        assertThat(folder.resolve("skipped")).hasContent("ITSome (no-such-program)");
    }

    @Test
    void fails_on_a_build_server_where_a_program_is_absent() {
        assertThatThrownBy(() -> condition("CI", "true").evaluate("ITSome", "no-such-program"))
                .hasMessage("not installed: no-such-program (expected: on the PATH, because CI=true)");
    }

    private NeedsProgramCondition condition(String variable, String value) {
        return new NeedsProgramCondition(
                Map.of("PATH", folder.toString(), "HOME", folder.toString(), variable, value),
                folder.resolve("skipped"));
    }
}

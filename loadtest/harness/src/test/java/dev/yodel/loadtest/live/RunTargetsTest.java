package dev.yodel.loadtest.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTargetsTest {

    @TempDir
    Path folder;

    @Test
    void another_port_replaces_the_first_one() throws Exception {
        try (RunTargets targets = new RunTargets(folder)) {
            targets.register(TargetFile.Side.INJECTORS, 9_465);
            targets.register(TargetFile.Side.INJECTORS, 41_000);

            assertThat(files()).hasSize(1).first().asString().contains("127.0.0.1:41000");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void one_side_leaves_alone() throws Exception {
        try (RunTargets targets = new RunTargets(folder)) {
            targets.register(TargetFile.Side.INJECTORS, 1);
            targets.register(TargetFile.Side.SERVICES, 2);

            targets.leave(TargetFile.Side.SERVICES);

            assertThat(files()).hasSize(1).first().asString().contains("127.0.0.1:1");
        }
    }

    @Test
    void a_port_that_is_not_known_yet_is_not_registered() throws Exception {
        try (RunTargets targets = new RunTargets(folder)) {
            targets.register(TargetFile.Side.INJECTORS, 0);

            assertThat(files()).isEmpty();
        }
    }

    @Test
    void a_missing_folder_is_reported_once_for_a_port() throws Exception {
        try (RunTargets targets = new RunTargets(folder.resolve("none"))) {
            assertThatThrownBy(() -> targets.register(TargetFile.Side.INJECTORS, 1))
                    .isInstanceOf(IOException.class);
            targets.register(TargetFile.Side.INJECTORS, 1);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(RunTargetsTest::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

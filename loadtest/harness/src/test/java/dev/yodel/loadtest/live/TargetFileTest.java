package dev.yodel.loadtest.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.loadtest.live.TargetFile.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetFileTest {

    @TempDir
    Path folder;

    @Test
    void is_there_as_long_as_it_is_open() throws IOException {
        Path file = folder.resolve(
                "injectors-run-%d.json".formatted(ProcessHandle.current().pid()));

        try (TargetFile registered = TargetFile.register(folder, Side.INJECTORS, "127.0.0.1:9465")) {
            assertThat(registered).isNotNull();
            assertThat(file).hasContent("""
                    [{"targets": ["127.0.0.1:9465"], "labels": {"lifetime": "run"}}]
                    """);
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void both_sides_of_a_demo_have_their_own() throws IOException {
        try (TargetFile service = TargetFile.register(folder, Side.SERVICES, "127.0.0.1:9464");
                TargetFile injector = TargetFile.register(folder, Side.INJECTORS, "127.0.0.1:9465")) {
            assertThat(service).isNotSameAs(injector);
            try (var files = Files.list(folder)) {
                assertThat(files.map(path -> path.getFileName().toString()))
                        .allMatch(name -> name.matches("(services|injectors)-run-\\d+[.]json"))
                        .hasSize(2);
            }
        }
    }

    @Test
    void forgets_what_a_killed_process_left_and_nothing_else() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path left = Files.writeString(folder.resolve("injectors-run-%d.json".formatted(ended.pid())), "[]");
        Path alive = Files.writeString(
                folder.resolve(
                        "services-run-%d.json".formatted(ProcessHandle.current().pid())),
                "[]");
        Path stays = Files.writeString(folder.resolve("services-mine.json"), "[]");

        try (TargetFile registered = TargetFile.register(folder, Side.INJECTORS, "127.0.0.1:1")) {
            assertThat(registered).isNotNull();
            assertThat(left).doesNotExist();
            assertThat(alive).exists();
            assertThat(stays).exists();
        }
    }

    @Test
    void needs_a_folder() {
        assertThatThrownBy(() -> TargetFile.register(folder.resolve("missing"), Side.SERVICES, "127.0.0.1:1"))
                .isInstanceOf(IOException.class);
    }
}

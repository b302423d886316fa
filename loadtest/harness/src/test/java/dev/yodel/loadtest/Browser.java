package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yodel.testing.OutsideProgram;
import dev.yodel.testing.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A real Chromium, driven by a script in {@code report/}.
 *
 * @param folder where it writes
 */
record Browser(Path folder) {

    /** Opens a page with the script; returns what it printed, in JSON. */
    JsonNode run(String script, String page) throws Exception {
        OutsideProgram outside = new OutsideProgram();
        Path file =
                Path.of("src/test/resources/dev/yodel/loadtest/report", script).toAbsolutePath();
        outside.installed("node_modules/axe-core");
        String libraries =
                outside.installed("node_modules/playwright-core").getParent().toString();
        ProcessBuilder builder = new ProcessBuilder(
                outside.program("node").toString(),
                file.toString(),
                outside.program("chromium").toString(),
                page,
                folder.toString());
        builder.environment().putAll(Map.of("NODE_PATH", libraries));
        builder.redirectError(folder.resolve("stderr-of-browser").toFile());
        Path out = folder.resolve("opened");
        try (RunningProgram browser = RunningProgram.start(out, builder)) {
            assertThat(browser.awaitEnd(Duration.ofSeconds(120)))
                    .as(Files.readString(folder.resolve("stderr-of-browser")))
                    .isZero();
        }
        return new ObjectMapper().readTree(out.toFile());
    }
}

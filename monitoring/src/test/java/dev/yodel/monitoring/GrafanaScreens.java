package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yodel.testing.OutsideProgram;
import dev.yodel.testing.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Dashboards in a real Chromium, with a screenshot of each.
 *
 * @param folder where the screenshots are kept
 */
record GrafanaScreens(Path folder) {

    private static final Path SCRIPT = Path.of("src/test/resources/dev/yodel/monitoring/open-dashboards.js");
    private static final Duration AT_MOST = Duration.ofMinutes(5);

    /** Opens all pages; returns a line for each error on them, and for each panel that is missing. */
    List<String> problems(Grafana grafana, List<Grafana.Page> pages, String moment) throws Exception {
        Files.createDirectories(folder);
        ObjectMapper json = new ObjectMapper();
        OutsideProgram outside = new OutsideProgram();
        ProcessBuilder builder = new ProcessBuilder(
                outside.program("node").toString(),
                SCRIPT.toAbsolutePath().toString(),
                outside.program("chromium").toString(),
                folder.toAbsolutePath().toString(),
                moment,
                json.writeValueAsString(pages));
        Path libraries = outside.installed("node_modules/playwright-core").getParent();
        builder.environment().put("NODE_PATH", String.valueOf(libraries));
        String authorization = grafana.authorization();
        if (authorization != null) {
            builder.environment()
                    .put("GRAFANA_AUTHORIZATION", authorization); // not on the command line, which all may read
        }
        Path errors = folder.resolve("browser.txt");
        builder.redirectError(errors.toFile());
        Path out = folder.resolve(moment + ".json");
        try (RunningProgram browser = RunningProgram.start(out, builder)) {
            assertThat(browser.awaitEnd(AT_MOST)).as(Files.readString(errors)).isZero();
        }
        return lines(json.readTree(out.toFile()));
    }

    private static List<String> lines(JsonNode opened) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode page : opened) {
            page.path("problems").forEach(problem -> lines.add(page.path("name").asText() + ": " + problem.asText()));
        }
        return lines;
    }
}

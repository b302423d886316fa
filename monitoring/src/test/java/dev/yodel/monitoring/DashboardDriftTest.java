package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.monitoring.generate.Dashboards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboards that are delivered are those that the program writes. */
class DashboardDriftTest {

    private static final Path WRITTEN = Path.of("target", "dashboards");

    /** To accept a change: {@code cp target/dashboards/*.json grafana/dashboards/}. */
    @Test
    void delivered_dashboards_are_those_of_the_program() throws IOException {
        Files.createDirectories(WRITTEN);
        Map<String, String> files = Dashboards.files();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(WRITTEN.resolve(file.getKey()), file.getValue());
        }

        for (Map.Entry<String, String> file : files.entrySet()) {
            assertThat(Dashboard.FOLDER.resolve(file.getKey()))
                    .as("cp target/dashboards/*.json grafana/dashboards/")
                    .hasContent(file.getValue());
        }
        try (Stream<Path> delivered = Files.list(Dashboard.FOLDER)) {
            assertThat(delivered.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(files.keySet());
        }
    }
}

package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.testing.OutsideProgram;
import dev.yodel.testing.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of the compose file, run by a real Prometheus without a container: no test has images. */
class ITCompose {

    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final Pattern LOADED = Pattern.compile("(Completed loading of configuration file)");
    private static final Pattern READY = Pattern.compile("(Server is ready to receive web requests)");

    @TempDir
    Path folder;

    @Test
    void prometheus_takes_every_flag_and_the_mounted_configuration() throws Exception {
        List<String> command = new ArrayList<>(
                List.of(new OutsideProgram().program("prometheus").toString()));
        for (JsonNode flag : Yaml.read("compose.yaml").at("/services/prometheus/command")) {
            command.add(flag.asText()
                    .replace(
                            "=/etc/yodel/prometheus",
                            "=" + Path.of("prometheus").toAbsolutePath())
                    .replace("=/prometheus", "=" + folder.resolve("data"))
                    .replace("127.0.0.1:9090", "127.0.0.1:0"));
        }

        try (RunningProgram prometheus = RunningProgram.start(folder.resolve("output.txt"), command)) {
            prometheus.await(LOADED, AT_MOST);
            prometheus.await(READY, AT_MOST);
            assertThat(prometheus.output()).doesNotContain("Unknown option", "level=error", "level=warn");
        }
    }
}

package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.testing.OutsideProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * All dashboards in the Grafana that {@code GRAFANA_URL} names, during and after a run. It has to reach this machine's loopback,
 * where Prometheus listens, and its user has to be allowed to add a data source. Screenshots are kept in {@code
 * target/grafana}.
 */
class ITGrafana {

    private static final Duration DEMO = Duration.ofSeconds(90);

    @Test
    @Timeout(900)
    void no_panel_shows_an_error_during_a_run_and_after_it(@TempDir Path folder) throws Exception {
        OutsideProgram outside = new OutsideProgram();
        String url = System.getenv("GRAFANA_URL");
        if (url == null || url.isBlank()) {
            outside.skip("no Grafana was opened: GRAFANA_URL is not given");
            return;
        }
        Grafana grafana = new Grafana(url, System.getenv("GRAFANA_TOKEN"));
        GrafanaScreens screens = new GrafanaScreens(Path.of("target", "grafana"));
        System.out.println("Grafana " + grafana.version());
        List<String> problems = new ArrayList<>();
        String program = outside.program("prometheus").toString();

        try (MonitoredRun run = MonitoredRun.of(program, folder, DEMO, prometheus -> {
            grafana.provision(prometheus.url());
            Instant now = Instant.now();
            problems.addAll(screens.problems(
                    grafana, grafana.pages(".*", now.minusSeconds(60), now.plusSeconds(60)), "during"));
        })) {
            MonitoredRun.Run demo = run.demo();
            problems.addAll(screens.problems(
                    grafana, grafana.pages(demo.id(), demo.from().minusSeconds(10), demo.end()), "after"));
        }

        assertThat(problems).isEmpty();
    }
}

package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yodel.testing.OutsideProgram;
import dev.yodel.testing.RunningProgram;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of a real run, pushed to a real collector of OpenTelemetry, which {@code .ci/run --all} builds. */
@Timeout(180)
class ITCollector {

    @RegisterExtension
    static final YodelService SERVICE = new YodelService();

    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("(Everything is ready)");

    @TempDir
    Path folder;

    @Test
    void the_collector_takes_all_metrics_of_a_run() throws Exception {
        OutsideProgram outside = new OutsideProgram();
        Path collector = outside.find("otelcol-yodel").orElse(null);
        if (collector == null) {
            outside.skip("otelcol-yodel, which .ci/run --all builds");
            return;
        }
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path received = folder.resolve("received.jsonl");
        Path configuration = Files.writeString(folder.resolve("collector.yaml"), """
                receivers:
                  otlp:
                    protocols:
                      http:
                        endpoint: 127.0.0.1:%d
                exporters:
                  file:
                    path: %s
                    flush_interval: 100ms
                service:
                  telemetry:
                    metrics:
                      level: none
                  pipelines:
                    metrics:
                      receivers: [otlp]
                      exporters: [file]
                """.formatted(port, received));
        try (RunningProgram running = RunningProgram.start(
                folder.resolve("collector.txt"), List.of(collector.toString(), "--config=" + configuration))) {
            running.await(READY, AT_MOST);
            new LoadProgram(SERVICE.target(), folder)
                    .measure(
                            "--call=yodel.v1.EchoService/Echo",
                            "--count=50",
                            "--users=2",
                            "--warm-up=0s",
                            "--push-otlp=http://127.0.0.1:" + port);

            Awaitility.await().atMost(AT_MOST).untilAsserted(() -> {
                assertThat(last(received, "yodel_client_counted_calls").toString())
                        .contains("\"ok\"", "\"asDouble\":50");
                assertThat(last(received, "yodel_client_response_time_seconds")
                                .at("/histogram/dataPoints/0/count")
                                .asInt())
                        .isEqualTo(50);
                JsonNode natives = last(received, "yodel_client_response_time_native_seconds")
                        .at("/exponentialHistogram/dataPoints/0");
                assertThat(natives.path("count").asInt()).isEqualTo(50);
                assertThat(natives.path("scale").asInt()).isEqualTo(4);
            });
        }
    }

    /** A metric of the last request that has it, in the JSON form of OTLP. */
    private static JsonNode last(Path file, String name) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode metrics = new ObjectMapper().readTree(line).at("/resourceMetrics/0/scopeMetrics/0/metrics");
            for (JsonNode metric : metrics) {
                if (metric.path("name").asText().equals(name)) {
                    found.add(metric);
                }
            }
        }
        assertThat(found).as(name).isNotEmpty();
        return found.get(found.size() - 1);
    }
}

package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yodel.testing.OutsideProgram;
import dev.yodel.testing.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loads of a service that nobody here wrote: the OTLP receiver of a real collector of OpenTelemetry, which {@code .ci/run --all}
 * builds. It has no reflection, so the schema comes from its published proto files. What it received is what it wrote to a file.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(180)
class ITOtlpServer {

    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("(Everything is ready)");
    private static final String SERVICES = "opentelemetry.proto.collector.";

    private static final String CONFIGURATION = """
            receivers:
              otlp:
                protocols:
                  grpc:
                    transport: unix
                    endpoint: %1$s/socket
            exporters:
              file/traces: {path: %1$s/traces.jsonl, flush_interval: 100ms}
              file/logs: {path: %1$s/logs.jsonl, flush_interval: 100ms}
            service:
              telemetry: {metrics: {level: none}}
              pipelines:
                traces: {receivers: [otlp], exporters: [file/traces]}
                logs: {receivers: [otlp], exporters: [file/logs]}
            """;

    @TempDir
    Path folder;

    private Path server;
    private Path protos;
    private RunningProgram collector;

    @BeforeAll
    void startCollector(@TempDir Path serverFolder) throws Exception {
        OutsideProgram outside = new OutsideProgram();
        Path program = outside.find("otelcol-yodel").orElse(null);
        if (program == null) {
            outside.skip("otelcol-yodel, which .ci/run --all builds");
            return;
        }
        protos = outside.installed("target/otlp");
        server = serverFolder;
        Path configuration = Files.writeString(server.resolve("collector.yaml"), CONFIGURATION.formatted(server));
        collector = RunningProgram.start(
                server.resolve("collector.txt"), List.of(program.toString(), "--config=" + configuration));
        collector.await(READY, AT_MOST);
    }

    @AfterAll
    void endCollector() {
        if (collector != null) {
            collector.close();
        }
    }

    @Test
    void spans_arrive_once_each() throws Exception {
        JsonNode call = load().measure(
                        "--call", SERVICES + "trace.v1.TraceService/Export",
                        "--proto", file("trace/v1/trace_service.proto"),
                        "--import-path", protos.toString(),
                        "--data", """
                                {"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": "AAECAwQFBgcICQoLDA0ODw==",
                                "spanId": "AAECAwQFBgc=", "name": "call #{number}", "kind": "SPAN_KIND_CLIENT",
                                "startTimeUnixNano": "1", "endTimeUnixNano": "2"}]}]}]}""",
                        "--users", "4",
                        "--count", "500",
                        "--warm-up", "0s");

        assertThat(call.at("/statuses/OK").asLong()).isEqualTo(500);
        assertThat(received("traces.jsonl", 500, "/resourceSpans/0/scopeSpans/0/spans/0/name"))
                .doesNotHaveDuplicates()
                .hasSize(500)
                .allMatch(name -> name.startsWith("call "));
    }

    @Test
    void log_records_arrive_at_a_rate() throws Exception {
        JsonNode call = load().measure(
                        "--call", SERVICES + "logs.v1.LogsService/Export",
                        "--proto", file("logs/v1/logs_service.proto"),
                        "--import-path", protos.toString(),
                        "--data", """
                                {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"severityNumber": "SEVERITY_NUMBER_INFO",
                                "body": {"stringValue": "record #{number}"}}]}]}]}""",
                        "--rate", "100",
                        "--duration", "2s",
                        "--warm-up", "0s");

        assertThat(call.at("/statuses/OK").asLong()).isEqualTo(200);
        assertThat(received("logs.jsonl", 200, "/resourceLogs/0/scopeLogs/0/logRecords/0/body/stringValue"))
                .doesNotHaveDuplicates()
                .hasSize(200);
    }

    private String file(String name) {
        return protos.resolve("opentelemetry/proto/collector/" + name).toString();
    }

    private LoadProgram load() {
        return new LoadProgram("unix:" + server.resolve("socket"), folder);
    }

    /** A value of each request that the collector wrote: each is a line of the file. */
    private List<String> received(String name, int lines, String path) throws Exception {
        Path file = server.resolve(name);
        Awaitility.await()
                .atMost(AT_MOST)
                .untilAsserted(() -> assertThat(Files.readAllLines(file)).hasSizeGreaterThanOrEqualTo(lines));
        List<String> values = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            values.add(new ObjectMapper().readTree(line).at(path).asText());
        }
        return values;
    }
}

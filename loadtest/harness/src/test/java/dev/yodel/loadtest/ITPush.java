package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of a real run, pushed to a receiver of OTLP. */
@Timeout(180)
class ITPush {

    @RegisterExtension
    static final YodelService SERVICE = new YodelService();

    private static final String CALL = "--call=yodel.v1.EchoService/Echo";

    @TempDir
    Path folder;

    @Test
    void the_last_push_has_what_the_result_has() throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            JsonNode request =
                    load().measure(CALL, "--count=50", "--users=2", "--warm-up=0s", "--push-otlp=" + receiver.url());

            List<ExportMetricsServiceRequest> pushes = receiver.pushes();
            ExportMetricsServiceRequest last = pushes.get(pushes.size() - 1);
            assertThat(pushes.size()).as("at the beginning and at the end").isGreaterThanOrEqualTo(2);
            assertThat(attributes(last.getResourceMetrics(0).getResource().getAttributesList()))
                    .startsWith("service.name=yodel-injector,service.instance.id=");
            assertThat(metric(last, "yodel_client_counted_calls").getSum().getDataPointsList())
                    .filteredOn(point -> attributes(point.getAttributesList()).endsWith("outcome=ok"))
                    .extracting(NumberDataPoint::getAsDouble)
                    .containsExactly(50.0);
            assertThat(metric(last, "yodel_client_response_time_seconds")
                            .getHistogram()
                            .getDataPoints(0)
                            .getCount())
                    .isEqualTo(50);
            ExponentialHistogramDataPoint natives = metric(last, "yodel_client_response_time_native_seconds")
                    .getExponentialHistogram()
                    .getDataPoints(0);
            double p50 = request.path("responseTime").path("p50").asDouble() / 1e6;
            assertThat(p50).isBetween(quantile(natives, 0.5) / 1.0454, quantile(natives, 0.5) * 1.001);
            assertThat(metric(last, "jvm_memory_used_bytes").getGauge().getDataPointsList())
                    .isNotEmpty();
        }
    }

    @Test
    void a_phase_that_has_passed_is_said_to_have_no_value() throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            load().measure(CALL, "--count=50", "--users=2", "--warm-up=0s", "--push-otlp=" + receiver.url());

            List<ExportMetricsServiceRequest> pushes = receiver.pushes();
            List<NumberDataPoint> runs = pushes.stream()
                    .flatMap(push -> metrics(push).stream())
                    .filter(metric -> metric.getName().equals("yodel_run_info"))
                    .flatMap(metric -> metric.getGauge().getDataPointsList().stream())
                    .toList();
            assertThat(runs)
                    .anyMatch(point -> attributes(point.getAttributesList()).contains("phase=ended"));
            assertThat(runs)
                    .filteredOn(point -> point.getFlags() == 1)
                    .isNotEmpty()
                    .noneMatch(point -> attributes(point.getAttributesList()).contains("phase=ended"));
        }
    }

    @Test
    void a_receiver_that_is_not_there_is_reported_once_at_the_beginning_and_once_at_the_end() throws Exception {
        try (Program program = load().start(CALL, "--count=10", "--push-otlp=http://127.0.0.1:9/")) {
            assertThat(program.exit()).isZero();
            assertThat(program.err().lines())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("yodel: otlp: "))
                    .allMatch(line -> line.contains("http://127.0.0.1:9/v1/metrics: "));
        }
    }

    @Test
    void what_is_no_url_is_bad_input_and_so_are_several_injectors() throws Exception {
        load().assertRefused(
                        "--push-otlp: localhost:4318 (expected: a URL, such as http://localhost:4318)",
                        CALL,
                        "--push-otlp=localhost:4318");
        load().assertRefused(
                        "--push-otlp: with --injectors (expected: one of the two)",
                        CALL,
                        "--injectors=2",
                        "--push-otlp=http://localhost:4318");
    }

    @Test
    void without_the_flag_none_of_its_classes_is_loaded() throws Exception {
        Path classes = folder.resolve("classes");
        try (Program program = Program.start(
                List.of("-Xlog:class+load:file=" + classes),
                Program.serviceLib(),
                folder,
                "load",
                SERVICE.target(),
                CALL,
                "--count=10",
                "--live-port=0",
                "--out=" + folder.resolve("out"))) {
            assertThat(program.exit()).isZero();
        }

        assertThat(Files.readAllLines(classes))
                .hasSizeGreaterThan(1000)
                .noneMatch(line -> line.contains("io.opentelemetry") || line.contains("dev.yodel.loadtest.live.otlp"));
    }

    private LoadProgram load() {
        return new LoadProgram(SERVICE.target(), folder);
    }

    private static List<Metric> metrics(ExportMetricsServiceRequest push) {
        return push.getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
    }

    private static Metric metric(ExportMetricsServiceRequest push, String name) {
        return metrics(push).stream()
                .filter(metric -> metric.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    private static String attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .map(each -> each.getKey() + "=" + each.getValue().getStringValue())
                .collect(Collectors.joining(","));
    }

    /** The upper bound of the bucket that has it. */
    private static double quantile(ExponentialHistogramDataPoint histogram, double quantile) {
        double rank = quantile * histogram.getCount();
        long seen = histogram.getZeroCount();
        for (int i = 0; i < histogram.getPositive().getBucketCountsCount(); i++) {
            seen += histogram.getPositive().getBucketCounts(i);
            if (seen >= rank) {
                return Math.pow(2, (histogram.getPositive().getOffset() + i + 1) / Math.pow(2, histogram.getScale()));
            }
        }
        throw new AssertionError("no value");
    }
}

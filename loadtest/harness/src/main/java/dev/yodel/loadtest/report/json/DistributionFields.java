package dev.yodel.loadtest.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Latency;
import dev.yodel.loadtest.result.Latencies;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Writes each latency at many percentiles: ten to a halving of what is left above, up to p99.999. */
final class DistributionFields {

    private static final double[] PERCENTILES = percentiles();

    private final JsonGenerator json;

    DistributionFields(JsonGenerator json) {
        this.json = json;
    }

    void write(List<RequestStats> requests) throws IOException {
        json.writeArrayFieldStart("distributions");
        for (RequestStats request : requests) {
            for (Latency latency : Latency.values()) {
                Histogram nanos = Latencies.of(request, latency);
                if (nanos.getTotalCount() > 0) {
                    write(request, latency, nanos);
                }
            }
        }
        json.writeEndArray();
    }

    private void write(RequestStats request, Latency latency, Histogram nanos) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", request.name());
        json.writeStringField("kind", request.kind().name());
        json.writeStringField("latency", latency.field());
        json.writeNumberField("count", nanos.getTotalCount());
        double[] percentiles = Arrays.stream(PERCENTILES)
                .filter(percentile -> nanos.getTotalCount() * (100 - percentile) >= 100 || percentile == 0)
                .toArray();
        json.writeArrayFieldStart("percentiles");
        for (double percentile : percentiles) {
            json.writeNumber(BigDecimal.valueOf(percentile).toPlainString());
        }
        json.writeNumber(100);
        json.writeEndArray();
        json.writeArrayFieldStart("micros");
        for (double percentile : percentiles) {
            TimelineFields.micros(json, percentile == 0 ? nanos.getMinValue() : nanos.getValueAtPercentile(percentile));
        }
        TimelineFields.micros(json, nanos.getMaxValue());
        json.writeEndArray();
        json.writeEndObject();
    }

    /** 0, 10 … 90, then the same of each tenth that is left: 91 … 99, 99.1 … 99.9 and so on, and the two in every reader's mind. */
    private static double[] percentiles() {
        double[] all = new double[46];
        BigDecimal from = BigDecimal.ZERO;
        BigDecimal step = BigDecimal.TEN;
        for (int i = 0; i < all.length; i++) {
            all[i] = from.doubleValue();
            from = from.add(step);
            if (i % 9 == 8) {
                step = step.movePointLeft(1);
            }
        }
        return all;
    }
}

package dev.yodel.loadtest.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.math.BigDecimal;
import org.HdrHistogram.Histogram;

/** Writes a histogram of nanoseconds as its percentiles in microseconds. */
final class LatencySerializer extends JsonSerializer<Histogram> {

    private static final double NANOS_PER_MICRO = 1000;

    @Override
    public boolean isEmpty(SerializerProvider provider, Histogram nanos) {
        return nanos.getTotalCount() == 0;
    }

    @Override
    public void serialize(Histogram nanos, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartObject();
        micros(json, "min", nanos.getMinValue());
        micros(json, "mean", Math.round(nanos.getMean()));
        micros(json, "p50", nanos.getValueAtPercentile(50));
        micros(json, "p90", nanos.getValueAtPercentile(90));
        micros(json, "p95", nanos.getValueAtPercentile(95));
        micros(json, "p99", nanos.getValueAtPercentile(99));
        micros(json, "p999", nanos.getValueAtPercentile(99.9));
        micros(json, "p9999", nanos.getValueAtPercentile(99.99));
        micros(json, "max", nanos.getMaxValue());
        json.writeEndObject();
    }

    static void micros(JsonGenerator json, String name, long nanos) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(BigDecimal.valueOf(nanos / NANOS_PER_MICRO).toPlainString());
    }
}

package dev.yodel.loadtest.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.yodel.gatling.grpc.stats.WaitStats;
import java.io.IOException;

/** Writes how many calls waited, and for how long on average and at most, in microseconds. */
final class WaitSerializer extends JsonSerializer<WaitStats> {

    @Override
    public boolean isEmpty(SerializerProvider provider, WaitStats waits) {
        return waits.count() == 0;
    }

    @Override
    public void serialize(WaitStats waits, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartObject();
        json.writeNumberField("count", waits.count());
        LatencySerializer.micros(json, "mean", Math.round((double) waits.totalNanos() / waits.count()));
        LatencySerializer.micros(json, "max", waits.maxNanos());
        json.writeEndObject();
    }
}

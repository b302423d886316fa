package dev.yodel.loadtest.report.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.yodel.loadtest.plan.ActionInterval;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.result.BackendResult;
import dev.yodel.loadtest.result.RequestResult;
import dev.yodel.loadtest.result.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * The JSON form of a result, as {@code result.schema.json} describes it: numbers in plain decimals, lengths of time of
 * the plan as its flags take them, and no field where there is nothing to tell.
 */
public final class ResultJson {

    private static final ObjectWriter WRITER = writer();

    private ResultJson() {}

    /** The text of {@code result.json}, ending with a line break. */
    public static String text(RunResult result) {
        try {
            return WRITER.writeValueAsString(result) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectWriter writer() {
        SimpleModule forms = new SimpleModule()
                .addSerializer(Double.class, new PlainDecimal())
                .addSerializer(double.class, new PlainDecimal())
                .addSerializer(Duration.class, new DurationText())
                .addSerializer(Instant.class, ToStringSerializer.instance)
                .addSerializer(Target.class, ToStringSerializer.instance)
                .addSerializer(ActionInterval.class, ToStringSerializer.instance)
                .addSerializer(MetadataEntry.class, ToStringSerializer.instance);
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return JsonMapper.builder()
                .addModule(forms)
                .addMixIn(RequestResult.class, FailuresIfAny.class)
                .addMixIn(RequestPlan.class, DataIfAny.class)
                .addMixIn(BackendResult.class, GoAwaysIfAny.class)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .build()
                .writer(new DefaultPrettyPrinter().withObjectIndenter(lines));
    }

    /** What is told of failures only where there were any. */
    private abstract static class FailuresIfAny {
        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Object origins();

        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Object errors();
    }

    /** Data and the keys of metadata only where the plan has some. */
    private abstract static class DataIfAny {
        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Object data();

        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Object metadata();
    }

    /** GOAWAYs only where servers sent some. */
    private abstract static class GoAwaysIfAny {
        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Object goAways();
    }

    /** Never {@code 1.0E7}: not every reader of JSON takes that for a number. */
    private static final class PlainDecimal extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(BigDecimal.valueOf(value).toPlainString());
        }
    }

    private static final class DurationText extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(Durations.format(value));
        }
    }
}

package dev.yodel.loadtest.report.json;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.yodel.gatling.grpc.stats.BackendStats;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.WaitStats;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.Pacing;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.data.Feed;
import dev.yodel.loadtest.verdict.JudgedResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.HdrHistogram.Histogram;

/**
 * The JSON form of a result, as {@code result.schema.json} describes it: measured times in microseconds, durations of the
 * plan as its flags take them, and no field where there is no value.
 */
public final class ResultJson {

    private static final ObjectWriter WRITER = writer();

    private ResultJson() {}

    /** The text of {@code result.json}, ending with a line break. */
    public static String text(JudgedResult result) {
        try {
            return WRITER.writeValueAsString(result) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectWriter writer() {
        SimpleModule forms = new SimpleModule()
                .addSerializer(JudgedResult.class, new ResultSerializer())
                .addSerializer(Histogram.class, new LatencySerializer())
                .addSerializer(WaitStats.class, new WaitSerializer())
                .addSerializer(Double.class, new PlainDecimal())
                .addSerializer(double.class, new PlainDecimal())
                .addSerializer(Duration.class, new DurationText())
                .addSerializer(Instant.class, ToStringSerializer.instance)
                .addSerializer(Target.class, ToStringSerializer.instance)
                .addSerializer(Profile.class, ToStringSerializer.instance)
                .addSerializer(Feed.class, ToStringSerializer.instance)
                .addSerializer(Pacing.class, ToStringSerializer.instance)
                .addSerializer(MetadataEntry.class, ToStringSerializer.instance);
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return JsonMapper.builder()
                .addModule(forms)
                .addMixIn(LoadPlan.class, LoadPlanForm.class)
                .addMixIn(RequestPlan.class, RequestPlanForm.class)
                .addMixIn(ChannelStats.class, ChannelForm.class)
                .addMixIn(BackendStats.class, BackendForm.class)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .build()
                .writer(new DefaultPrettyPrinter().withObjectIndenter(lines));
    }

    /** The plan of one load generator is its own part. */
    @JsonIgnoreProperties("slice")
    private abstract static class LoadPlanForm {}

    /** Data and the keys of metadata only where the plan has some. */
    private abstract static class RequestPlanForm {
        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Object data();

        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Object metadata();

        @JsonProperty
        @JsonUnwrapped
        abstract Object settings();
    }

    /** At the end of a run no channel is open any more. */
    @JsonIgnoreProperties("openChannels")
    private abstract static class ChannelForm {
        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Object connectionWaits();
    }

    @JsonIgnoreProperties("openConnections")
    private abstract static class BackendForm {
        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Object goAways();

        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Object streamWaits();

        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Object connectTime();
    }

    /** Never {@code 1.0E7}: not every JSON reader accepts an exponent. */
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

package dev.yodel.loadtest.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.expectation.Figure;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.SlowCall;
import dev.yodel.loadtest.result.StageStats;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.JudgedResult;
import io.grpc.MethodDescriptor.MethodType;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Writes the fields of a result, with rates over its window, and leaves out what has no value. */
final class ResultSerializer extends JsonSerializer<JudgedResult> {

    private static final double NANOS_PER_MICRO = 1000;

    @Override
    public void serialize(JudgedResult judged, JsonGenerator json, SerializerProvider provider) throws IOException {
        new Fields(json, provider, judged.result().window()).write(judged);
    }

    private record Fields(JsonGenerator json, SerializerProvider provider, Window window) {

        void write(JudgedResult judged) throws IOException {
            RunResult result = judged.result();
            json.writeStartObject();
            field("yodel", result.info().yodel());
            field("runId", result.info().runId());
            if (result.info().name() != null) {
                field("name", result.info().name());
            }
            if (!result.info().labels().isEmpty()) {
                field("labels", result.info().labels());
            }
            field("verdict", judged.verdict());
            expectations(judged);
            field("plan", result.plan());
            field("window", window);
            field("injector", result.injector());
            if (!judged.injectors().isEmpty()) {
                field("injectors", judged.injectors());
            }
            json.writeArrayFieldStart("requests");
            for (RequestStats request : result.requests()) {
                request(request);
            }
            json.writeEndArray();
            if (!result.stages().isEmpty()) {
                json.writeArrayFieldStart("stages");
                for (StageStats stage : result.stages()) {
                    new Fields(json, provider, stage.window()).stage(stage);
                }
                json.writeEndArray();
            }
            if (!result.slowest().isEmpty()) {
                slowest(result.slowest());
            }
            field("channels", result.channels());
            new TimelineFields(json, result).write();
            new DistributionFields(json).write(result.requests());
            json.writeEndObject();
        }

        private void expectations(JudgedResult judged) throws IOException {
            json.writeArrayFieldStart("expectations");
            for (ExpectationResult result : judged.expectations()) {
                json.writeStartObject();
                field("expected", result.expectation().text());
                field("met", result.met());
                field("found", result.found());
                if (result.value() != null) {
                    Figure figure = result.expectation().figure();
                    boolean time = figure instanceof Figure.Percentile || figure instanceof Figure.Mean;
                    field("value", time ? Math.round(result.value()) / NANOS_PER_MICRO : result.value());
                }
                field("default", !judged.goals().asked());
                json.writeEndObject();
            }
            json.writeEndArray();
        }

        private void slowest(List<SlowCall> calls) throws IOException {
            json.writeArrayFieldStart("slowest");
            for (SlowCall call : calls) {
                json.writeStartObject();
                field("name", call.name());
                field("due", call.due());
                LatencySerializer.micros(json, "responseTime", call.responseNanos());
                LatencySerializer.micros(json, "serviceTime", call.serviceNanos());
                if (call.serverNanos() >= 0) {
                    LatencySerializer.micros(json, "serverTime", call.serverNanos());
                }
                field("status", call.status());
                field("ok", call.ok());
                if (call.peer() != null) {
                    field("peer", call.peer());
                }
                if (call.traceId() != null) {
                    field("traceId", call.traceId());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }

        private void stage(StageStats stage) throws IOException {
            json.writeStartObject();
            field("number", stage.number());
            field("stage", stage.stage());
            field("window", window);
            fields(stage.stats());
            json.writeEndObject();
        }

        private void request(RequestStats request) throws IOException {
            json.writeStartObject();
            fields(request);
            json.writeEndObject();
        }

        private void fields(RequestStats request) throws IOException {
            field("name", request.name());
            field("kind", request.kind());
            field("count", request.count());
            field("ok", request.ok());
            field("failed", request.failed());
            if (request.endedEarly() > 0) {
                field("endedEarly", request.endedEarly());
            }
            field("statuses", request.statuses());
            field("perSecond", window.perSecond(request.count()));
            latency("serviceTime", request.serviceTime());
            latency("responseTime", request.responseTime());
            latency("startLag", request.startLag());
            latency("serverTime", request.serverTime());
            if (request.sentBytes() > 0 || request.receivedBytes() > 0) {
                json.writeObjectFieldStart("bytes");
                field("sent", request.sentBytes());
                field("received", request.receivedBytes());
                json.writeEndObject();
            }
            if (request.kind() != MethodType.UNARY) {
                messages(request);
            }
            failures(request);
        }

        private void messages(RequestStats request) throws IOException {
            json.writeObjectFieldStart("messages");
            field("sent", request.messagesSent());
            field("received", request.messagesReceived());
            field("perSecond", window.perSecond(request.messagesSent() + request.messagesReceived()));
            latency("roundTrip", request.roundTrip());
            latency("firstMessage", request.firstMessage());
            latency("gap", request.gap());
            json.writeEndObject();
        }

        private void failures(RequestStats request) throws IOException {
            Map<FailureSource, Long> sources = new EnumMap<>(FailureSource.class);
            sources.putAll(request.failureSources());
            sources.remove(FailureSource.NONE);
            if (!sources.isEmpty()) {
                field("failureSources", sources);
            }
            if (!request.errors().isEmpty()) {
                field("errors", request.errors());
            }
        }

        private void latency(String name, Histogram nanos) throws IOException {
            if (nanos.getTotalCount() > 0) {
                field(name, nanos);
            }
        }

        private void field(String name, Object value) throws IOException {
            provider.defaultSerializeField(name, value, json);
        }
    }
}

package dev.yodel.loadtest.report.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.gatling.grpc.stats.BackendStats;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.gatling.grpc.stats.WaitStats;
import dev.yodel.loadtest.plan.Latency;
import dev.yodel.loadtest.result.InjectorReadings;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.SlowCall;
import dev.yodel.loadtest.result.StageStats;
import dev.yodel.loadtest.result.Window;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Reads a result.json and the latencies beside it back into the result that was written: counts and histograms are exact. */
public final class ResultReader {

    private static final double NANOS_PER_MICRO = 1000;

    private final JsonNode json;
    private final SavedLatencies latencies;

    private ResultReader(JsonNode json, SavedLatencies latencies) {
        this.json = json;
        this.latencies = latencies;
    }

    /**
     * The result.
     *
     * @throws IllegalArgumentException if a file is missing, or is not what it should be
     */
    public static RunResult read(SavedResult saved) {
        try {
            return new ResultReader(saved.json(), SavedLatencies.read(saved)).result();
        } catch (NullPointerException e) {
            throw new IllegalArgumentException(
                    "%s: result.json lacks a field (expected: one of this version)".formatted(saved.folder()), e);
        }
    }

    private RunResult result() {
        List<RequestStats> requests = new ArrayList<>();
        for (JsonNode request : json.get("requests")) {
            String name = request.get("name").asText();
            requests.add(request(request, latency -> latencies.sum(name, latency)));
        }
        List<ChannelStats> channels = new ArrayList<>();
        json.get("channels").forEach(channel -> channels.add(channel(channel)));
        return new RunResult(
                new RunInfo(
                        json.get("yodel").asText(),
                        json.get("runId").asText(),
                        json.has("name") ? json.get("name").asText() : null,
                        new TreeMap<>(texts(json.path("labels")))),
                PlanReader.plan(json.get("plan")),
                window(json.get("window")),
                readings(json.get("injector")),
                requests,
                channels,
                latencies.timeline(),
                stages(json.path("stages")),
                slowest(json.path("slowest")));
    }

    private static Window window(JsonNode window) {
        return new Window(
                Instant.parse(window.get("start").asText()),
                Instant.parse(window.get("end").asText()),
                window.get("seconds").asDouble());
    }

    private List<StageStats> stages(JsonNode json) {
        List<StageStats> stages = new ArrayList<>();
        for (JsonNode stage : json) {
            String name = stage.get("name").asText();
            int number = stage.get("number").asInt();
            stages.add(new StageStats(
                    number,
                    stage.get("stage").asText(),
                    window(stage.get("window")),
                    request(stage, latency -> latencies.sum(name, number, latency))));
        }
        return stages;
    }

    private static List<SlowCall> slowest(JsonNode json) {
        List<SlowCall> calls = new ArrayList<>();
        for (JsonNode call : json) {
            calls.add(new SlowCall(
                    call.get("name").asText(),
                    Instant.parse(call.get("due").asText()),
                    nanos(call.get("responseTime")),
                    nanos(call.get("serviceTime")),
                    call.has("serverTime") ? nanos(call.get("serverTime")) : -1,
                    Status.Code.valueOf(call.get("status").asText()),
                    call.get("ok").asBoolean(),
                    call.has("peer") ? call.get("peer").asText() : null,
                    call.has("traceId") ? call.get("traceId").asText() : null));
        }
        return calls;
    }

    private static long nanos(JsonNode micros) {
        return Math.round(micros.asDouble() * NANOS_PER_MICRO);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static InjectorReadings readings(JsonNode injector) {
        return new InjectorReadings(
                number(injector, "cpuShare"),
                number(injector, "stolenShare"),
                number(injector, "throttledShare"),
                number(injector, "lagP99Millis"),
                number(injector, "lagMaxMillis"),
                injector.get("longestPauseMillis").asLong(),
                number(injector, "pauseShare"));
    }

    private static @Nullable Double number(JsonNode object, String name) {
        return object.has(name) ? Double.valueOf(object.get(name).asDouble()) : null;
    }

    private static RequestStats request(JsonNode request, Function<Latency, Histogram> of) {
        long ok = request.get("ok").asLong();
        Map<FailureSource, Long> sources = new EnumMap<>(FailureSource.class);
        sources.putAll(counts(request.path("failureSources"), FailureSource::valueOf));
        if (ok > 0) {
            sources.put(FailureSource.NONE, ok);
        }
        return new RequestStats(
                request.get("name").asText(),
                MethodType.valueOf(request.get("kind").asText()),
                ok,
                request.get("failed").asLong(),
                request.path("endedEarly").asLong(),
                counts(request.get("statuses"), Status.Code::valueOf),
                sources,
                counts(request.path("errors"), error -> error),
                request.at("/messages/sent").asLong(),
                request.at("/messages/received").asLong(),
                request.at("/bytes/sent").asLong(),
                request.at("/bytes/received").asLong(),
                of.apply(Latency.SERVICE_TIME),
                of.apply(Latency.RESPONSE_TIME),
                of.apply(Latency.START_LAG),
                of.apply(Latency.SERVER_TIME),
                of.apply(Latency.ROUND_TRIP),
                of.apply(Latency.FIRST_MESSAGE),
                of.apply(Latency.GAP));
    }

    static <K extends Comparable<K>> Map<K, Long> counts(JsonNode object, Function<String, K> key) {
        Map<K, Long> counts = new TreeMap<>();
        object.properties()
                .forEach(field ->
                        counts.put(key.apply(field.getKey()), field.getValue().asLong()));
        return counts;
    }

    private ChannelStats channel(JsonNode channel) {
        List<BackendStats> backends = new ArrayList<>();
        for (JsonNode backend : channel.get("backends")) {
            backends.add(new BackendStats(
                    backend.get("address").asText(),
                    backend.get("calls").asLong(),
                    backend.get("connections").asLong(),
                    0,
                    backend.get("reconnects").asLong(),
                    counts(backend.path("goAways"), code -> code),
                    waits(backend.path("streamWaits")),
                    backend.get("refusedStreams").asLong(),
                    latencies.connectTime(backend.get("address").asText())));
        }
        return new ChannelStats(
                channel.get("name").asText(),
                channel.get("target").asText(),
                channel.get("channels").asLong(),
                0,
                channel.get("callsOverLimit").asLong(),
                channel.get("failedConnections").asLong(),
                waits(channel.path("connectionWaits")),
                backends);
    }

    private static WaitStats waits(JsonNode waits) {
        long count = waits.path("count").asLong();
        return new WaitStats(
                count,
                Math.round(waits.path("mean").asDouble() * NANOS_PER_MICRO * count),
                Math.round(waits.path("max").asDouble() * NANOS_PER_MICRO));
    }
}

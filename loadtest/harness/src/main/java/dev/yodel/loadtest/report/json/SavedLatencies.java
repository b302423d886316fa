package dev.yodel.loadtest.report.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.plan.Latency;
import dev.yodel.loadtest.report.hlog.LatencyLog;
import dev.yodel.loadtest.result.IntervalHealth;
import dev.yodel.loadtest.result.LatencyCounts;
import dev.yodel.loadtest.result.RequestPoint;
import dev.yodel.loadtest.result.TimePoint;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The latencies of a saved result: their sums, and those of each part of its time line. They must be as many as result.json
 * counts: a log that was cut short is noticed.
 */
final class SavedLatencies {

    /** The clock of the log has milliseconds. */
    private static final double ROUNDING_SECONDS = 0.005;

    private final JsonNode json;
    private final List<Double> ends = new ArrayList<>();
    private final Map<String, Histogram> sums = new HashMap<>();
    private final List<Map<String, LatencyCounts>> parts = new ArrayList<>();

    private SavedLatencies(JsonNode json) {
        this.json = json;
        for (JsonNode end : json.at("/timeline/end")) {
            ends.add(end.asDouble());
            parts.add(new HashMap<>());
        }
    }

    /** @throws IllegalArgumentException if the log is missing or incomplete */
    static SavedLatencies read(SavedResult saved) {
        SavedLatencies latencies = new SavedLatencies(saved.json());
        long start = Instant.parse(saved.json().at("/window/start").asText()).toEpochMilli();
        try {
            LatencyLog.read(saved.latencies(), (tag, nanos) -> latencies.add(tag, nanos, start));
        } catch (IOException e) {
            throw new IllegalArgumentException("%s: %s".formatted(saved.latencies(), e.getMessage()), e);
        }
        latencies.check(saved);
        latencies.checkEnd(saved);
        return latencies;
    }

    private void add(String tag, Histogram nanos, long windowStartMillis) {
        sums.computeIfAbsent(tag, t -> none()).add(nanos);
        if (!ends.isEmpty()) {
            double end = (nanos.getEndTimeStamp() - windowStartMillis) / 1e3;
            int part = 0;
            while (part < ends.size() - 1 && ends.get(part) + ROUNDING_SECONDS < end) {
                part++;
            }
            parts.get(part).merge(tag, LatencyCounts.of(nanos), LatencyCounts::plus);
        }
    }

    /** What the log has at its end, each in one line. */
    private void checkEnd(SavedResult saved) {
        for (JsonNode stage : json.path("stages")) {
            String name = stage.get("name").asText();
            int number = stage.get("number").asInt();
            if (stage.has(Latency.RESPONSE_TIME.field())
                    && sum(name, number, Latency.RESPONSE_TIME).getTotalCount() == 0) {
                throw new IllegalArgumentException(
                        "%s: no values of stage %d of %s (expected: some, as result.json says)"
                                .formatted(saved.latencies(), number, name));
            }
        }
        for (JsonNode backend : json.findValues("backends").stream()
                .flatMap(backends -> StreamSupport.stream(backends.spliterator(), false))
                .toList()) {
            String address = backend.get("address").asText();
            if (backend.has(LatencyLog.CONNECT_TIME) && connectTime(address).getTotalCount() == 0) {
                throw new IllegalArgumentException("%s: no times to connect to %s (expected: some, as result.json says)"
                        .formatted(saved.latencies(), address));
            }
        }
    }

    private void check(SavedResult saved) {
        for (JsonNode distribution : json.path("distributions")) {
            String name = distribution.get("name").asText();
            String latency = distribution.get("latency").asText();
            long expected = distribution.get("count").asLong();
            Histogram sum = sums.get(LatencyLog.tag(name, latency));
            long found = sum == null ? 0 : sum.getTotalCount();
            if (found != expected) {
                throw new IllegalArgumentException("%s: %,d values of %s of %s (expected: %,d, as result.json says)"
                        .formatted(saved.latencies(), found, latency, name, expected));
            }
        }
    }

    /** All values of a latency; empty if there are none. */
    Histogram sum(String request, Latency latency) {
        return sum(LatencyLog.tag(request, latency.field()));
    }

    /** Those of one stage. */
    Histogram sum(String request, int stage, Latency latency) {
        return sum(LatencyLog.tag(request, stage, latency.field()));
    }

    /** The times to connect to an address; empty if there are none. */
    Histogram connectTime(String address) {
        return sum(LatencyLog.tag(address, LatencyLog.CONNECT_TIME));
    }

    private Histogram sum(String tag) {
        Histogram sum = sums.get(tag);
        return sum == null ? none() : sum;
    }

    /** As the recorder makes them: with equal buckets a sum is bit-equal to one histogram of all values. */
    private static Histogram none() {
        return new Histogram(TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.HOURS.toNanos(1), 3);
    }

    List<TimePoint> timeline() {
        List<TimePoint> points = new ArrayList<>();
        JsonNode timeline = json.get("timeline");
        for (int part = 0; part < ends.size(); part++) {
            List<RequestPoint> requests = new ArrayList<>();
            for (JsonNode request : timeline.get("requests")) {
                requests.add(request(request, part));
            }
            JsonNode injector = timeline.get("injector");
            points.add(new TimePoint(
                    ends.get(part),
                    timeline.get("seconds").get(part).asDouble(),
                    requests,
                    timeline.get("openStreams").get(part).asLong(),
                    new IntervalHealth(
                            number(injector.get("cpuShare").get(part)),
                            number(injector.get("lagMaxMillis").get(part)),
                            injector.get("pauseMillis").get(part).asLong())));
        }
        return points;
    }

    private RequestPoint request(JsonNode request, int part) {
        String name = request.get("name").asText();
        Map<Status.Code, Long> statuses = new EnumMap<>(Status.Code.class);
        request.get("statuses").properties().forEach(status -> {
            long count = status.getValue().get(part).asLong();
            if (count > 0) {
                statuses.put(Status.Code.valueOf(status.getKey()), count);
            }
        });
        Map<Latency, LatencyCounts> latencies = new EnumMap<>(Latency.class);
        for (Latency latency : Latency.values()) {
            LatencyCounts counts = parts.get(part).get(LatencyLog.tag(name, latency.field()));
            if (counts != null) {
                latencies.put(latency, counts);
            }
        }
        return new RequestPoint(
                name,
                MethodType.valueOf(request.get("kind").asText()),
                request.get("count").get(part).asLong(),
                request.get("failed").get(part).asLong(),
                statuses,
                request.get("sent").get(part).asLong(),
                request.get("received").get(part).asLong(),
                latencies);
    }

    private static @Nullable Double number(JsonNode number) {
        return number.isNull() ? null : Double.valueOf(number.asDouble());
    }
}

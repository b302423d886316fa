package dev.yodel.loadtest.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.Latency;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.LatencyCounts;
import dev.yodel.loadtest.result.RequestPoint;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.TimePoint;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the time line of a result by columns: an array for each figure. */
final class TimelineFields {

    private static final double NANOS_PER_MICRO = 1000;
    private static final double TENTHS = 10;
    private static final int BUCKETS_PER_DECADE = 10;

    private final JsonGenerator json;
    private final RunResult result;

    TimelineFields(JsonGenerator json, RunResult result) {
        this.json = json;
        this.result = result;
    }

    void write() throws IOException {
        List<TimePoint> points = result.timeline();
        json.writeObjectFieldStart("timeline");
        column("end", points, point -> millis(point.end()));
        column("seconds", points, point -> millis(point.seconds()));
        column("openStreams", points, TimePoint::openStreams);
        json.writeObjectFieldStart("injector");
        column("cpuShare", points, point -> rounded(point.health().cpuShare()));
        column("lagMaxMillis", points, point -> rounded(point.health().lagMaxMillis()));
        column("pauseMillis", points, point -> point.health().pauseMillis());
        json.writeEndObject();
        json.writeArrayFieldStart("requests");
        for (Key key : keys(points)) {
            request(key, points.stream().map(key::of).toList());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static List<Key> keys(List<TimePoint> points) {
        return points.stream()
                .flatMap(point -> point.requests().stream())
                .map(request -> new Key(request.name(), request.kind()))
                .distinct()
                .sorted(Comparator.comparing(Key::name).thenComparing(Key::kind))
                .toList();
    }

    private void request(Key key, List<RequestPoint> points) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", key.name());
        json.writeStringField("kind", key.kind().name());
        planned(key.name());
        column("count", points, RequestPoint::count);
        column("failed", points, RequestPoint::failed);
        column("sent", points, RequestPoint::sent);
        column("received", points, RequestPoint::received);
        json.writeObjectFieldStart("statuses");
        Set<Status.Code> statuses = EnumSet.noneOf(Status.Code.class);
        points.forEach(point -> statuses.addAll(point.statuses().keySet()));
        for (Status.Code status : statuses) {
            column(status.name(), points, point -> point.statuses().getOrDefault(status, 0L));
        }
        json.writeEndObject();
        for (Latency latency : Latency.values()) {
            if (points.stream().anyMatch(point -> point.latencies().containsKey(latency))) {
                series(latency, points);
            }
        }
        json.writeEndObject();
    }

    private void planned(String name) throws IOException {
        Arrival arrival = result.plan().requests().stream()
                .filter(request -> request.name().equals(name))
                .map(RequestPlan::arrival)
                .findFirst()
                .orElse(null);
        if (arrival != null && arrival.plannedPerSecond().isPresent()) {
            double mean = arrival.plannedPerSecond().getAsDouble();
            Profile profile = arrival.profile();
            column("planned", result.timeline(), point -> rounded(profile == null ? mean : profile.at(middle(point))));
        }
    }

    private static Duration middle(TimePoint point) {
        return Duration.ofMillis(Math.max(0, Math.round(1e3 * (point.end() - point.seconds() / 2))));
    }

    private void series(Latency latency, List<RequestPoint> points) throws IOException {
        json.writeObjectFieldStart(latency.field());
        percentile("p50", 50, latency, points);
        percentile("p90", 90, latency, points);
        percentile("p99", 99, latency, points);
        percentile("p999", 99.9, latency, points);
        percentile("max", 100, latency, points);
        json.writeArrayFieldStart("heat");
        for (RequestPoint point : points) {
            heat(point.latencies().get(latency));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void percentile(String name, double percentile, Latency latency, List<RequestPoint> points)
            throws IOException {
        column(name, points, point -> {
            LatencyCounts counts = point.latencies().get(latency);
            if (counts == null) {
                return null;
            }
            double nanos = percentile == 100 ? (double) counts.maxNanos() : counts.percentile(percentile);
            return Math.round(nanos / NANOS_PER_MICRO * TENTHS) / TENTHS;
        });
    }

    private void heat(@Nullable LatencyCounts counts) throws IOException {
        json.writeStartArray();
        if (counts != null) {
            List<Long> cells = new ArrayList<>();
            int[] first = {-1};
            counts.forEach((nanos, count) -> {
                int bucket = Math.max(0, (int) Math.floor(Math.log10(nanos / NANOS_PER_MICRO) * BUCKETS_PER_DECADE));
                if (first[0] < 0) {
                    first[0] = bucket;
                }
                while (cells.size() <= bucket - first[0]) {
                    cells.add(0L);
                }
                cells.set(bucket - first[0], cells.get(bucket - first[0]) + count);
            });
            json.writeNumber(first[0]);
            for (long cell : cells) {
                json.writeNumber(cell);
            }
        }
        json.writeEndArray();
    }

    private <T> void column(String name, List<T> points, Function<T, @Nullable Number> value) throws IOException {
        json.writeArrayFieldStart(name);
        for (T point : points) {
            Number number = value.apply(point);
            if (number == null) {
                json.writeNull();
            } else if (number instanceof Double decimal) {
                json.writeNumber(
                        BigDecimal.valueOf(decimal).stripTrailingZeros().toPlainString());
            } else {
                json.writeNumber(number.longValue());
            }
        }
        json.writeEndArray();
    }

    static void micros(JsonGenerator json, long nanos) throws IOException {
        json.writeNumber(BigDecimal.valueOf(nanos / NANOS_PER_MICRO).toPlainString());
    }

    private static double millis(double seconds) {
        return Math.round(seconds * 1e3) / 1e3;
    }

    private static @Nullable Double rounded(@Nullable Double value) {
        return value == null ? null : Math.round(value * 1e4) / 1e4;
    }

    private record Key(String name, MethodType kind) {

        /** The point of this request; an empty one if it did not happen. */
        RequestPoint of(TimePoint point) {
            return point.requests().stream()
                    .filter(request -> request.name().equals(name) && request.kind() == kind)
                    .findFirst()
                    .orElseGet(() -> new RequestPoint(name, kind, 0, 0, Map.of(), 0, 0, Map.of()));
        }
    }
}

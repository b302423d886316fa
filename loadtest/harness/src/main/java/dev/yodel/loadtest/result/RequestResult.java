package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.RequestStats;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was measured under one request name.
 *
 * @param name the request name
 * @param kind the shape of the calls
 * @param count calls that were due in the window
 * @param ok those that succeeded
 * @param failed those that did not
 * @param statuses calls by the status they ended with
 * @param perSecond calls a second
 * @param serviceTime from hand-over to the channel to the end; null if no call ended
 * @param responseTime from due time to the end; null if no call ended
 * @param startLag from due time to hand-over, of the calls that have a due time of their own; null if none has
 * @param serverTime the server's own time, where servers told it in the {@code server-timing} trailer; null if none did
 * @param bytes bytes of the messages; null if none was counted
 * @param messages what went through the streams; null for unary calls
 * @param origins failed calls by where the failure came from, and those that the end of the run cut off, which are
 *     neither ok nor failed
 * @param errors failed calls by error text
 */
public record RequestResult(
        String name,
        MethodType kind,
        long count,
        long ok,
        long failed,
        Map<Status.Code, Long> statuses,
        double perSecond,
        @Nullable LatencyResult serviceTime,
        @Nullable LatencyResult responseTime,
        @Nullable LatencyResult startLag,
        @Nullable LatencyResult serverTime,
        @Nullable BytesResult bytes,
        @Nullable MessagesResult messages,
        Map<FailureSource, Long> origins,
        Map<String, Long> errors) {

    static RequestResult of(RequestStats figures, double seconds) {
        Map<FailureSource, Long> failures = new EnumMap<>(FailureSource.class);
        failures.putAll(figures.failureSources());
        failures.remove(FailureSource.NONE);
        return new RequestResult(
                figures.name(),
                figures.kind(),
                figures.count(),
                figures.ok(),
                figures.failed(),
                figures.statuses(),
                Rate.perSecond(figures.count(), seconds),
                LatencyResult.of(figures.serviceTime()),
                LatencyResult.of(figures.responseTime()),
                LatencyResult.of(figures.startLag()),
                LatencyResult.of(figures.serverTime()),
                BytesResult.of(figures),
                figures.kind() == MethodType.UNARY ? null : MessagesResult.of(figures, seconds),
                failures,
                new TreeMap<>(figures.errors()));
    }
}

package dev.yodel.gatling.grpc.stats;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Statistics of one request name and kind of call over an interval of a run. Histograms are in nanoseconds, and not
 * copied: the receiver owns them.
 *
 * @param name the request name
 * @param kind the kind of call
 * @param ok calls that succeeded
 * @param failed calls that failed, whatever their status; excludes those that the end of the run cut off
 * @param endedEarly successful client and bidi streams that the server ended with OK before the client half-closed them
 * @param statuses calls by the status they ended with; calls that could not be started have none
 * @param failureSources calls by the source of their failure, {@link FailureSource#NONE} for successful ones
 * @param errors failed calls by error text; texts beyond {@link LatencyRecorder#MAX_ERROR_TEXTS} count as "other
 *     errors"
 * @param messagesSent messages sent on streams
 * @param messagesReceived messages received on streams
 * @param sentBytes bytes sent by ended calls
 * @param receivedBytes bytes received by ended calls
 * @param serviceTime from hand-over to the channel to the end, of started calls
 * @param responseTime from due time to the end
 * @param startLag from due time to hand-over to the channel; empty if all calls started when they were due
 * @param serverTime the server's own time, if servers send it
 * @param roundTrip from a sent message's due time to the message that answers it
 * @param firstMessage from opening a stream to its first message
 * @param gap between messages of a stream
 */
public record RequestStats(
        String name,
        MethodType kind,
        long ok,
        long failed,
        long endedEarly,
        Map<Status.Code, Long> statuses,
        Map<FailureSource, Long> failureSources,
        Map<String, Long> errors,
        long messagesSent,
        long messagesReceived,
        long sentBytes,
        long receivedBytes,
        Histogram serviceTime,
        Histogram responseTime,
        Histogram startLag,
        Histogram serverTime,
        Histogram roundTrip,
        Histogram firstMessage,
        Histogram gap) {

    /** Calls that the end of the run cut off. They are excluded from all other values. */
    public long cutOff() {
        return failureSources.getOrDefault(FailureSource.CANCELLED, 0L);
    }

    /** All calls that ended or could not be started, except those that the end of the run cut off. */
    public long count() {
        return ok + failed;
    }

    /** The sum of both: counts are added, histograms are merged. */
    public RequestStats plus(RequestStats other) {
        if (!name.equals(other.name) || kind != other.kind) {
            throw new IllegalArgumentException(
                    "stats: %s %s (expected: %s %s)".formatted(other.kind, other.name, kind, name));
        }
        return new RequestStats(
                name,
                kind,
                ok + other.ok,
                failed + other.failed,
                endedEarly + other.endedEarly,
                sum(new EnumMap<>(Status.Code.class), statuses, other.statuses),
                sum(new EnumMap<>(FailureSource.class), failureSources, other.failureSources),
                sum(new TreeMap<>(), errors, other.errors),
                messagesSent + other.messagesSent,
                messagesReceived + other.messagesReceived,
                sentBytes + other.sentBytes,
                receivedBytes + other.receivedBytes,
                sum(serviceTime, other.serviceTime),
                sum(responseTime, other.responseTime),
                sum(startLag, other.startLag),
                sum(serverTime, other.serverTime),
                sum(roundTrip, other.roundTrip),
                sum(firstMessage, other.firstMessage),
                sum(gap, other.gap));
    }

    private static <K> Map<K, Long> sum(Map<K, Long> into, Map<K, Long> a, Map<K, Long> b) {
        into.putAll(a);
        b.forEach((key, count) -> into.merge(key, count, Long::sum));
        return into;
    }

    private static Histogram sum(Histogram a, Histogram b) {
        Histogram sum = a.copy();
        sum.add(b);
        return sum;
    }
}

package dev.yodel.gatling.grpc.stats;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import org.HdrHistogram.Histogram;

/** Records the samples of one request name and kind of call between two takes. Thread-safe. */
final class RequestRecorder {

    private final String name;
    private final MethodType kind;
    private final CallCounters<Status.Code> statuses = CallCounters.of(Status.Code.class);
    private final CallCounters<FailureSource> failureSources = CallCounters.of(FailureSource.class);
    private final ErrorTexts errors = new ErrorTexts(LatencyRecorder.MAX_ERROR_TEXTS);
    private final Sum endedEarly = new Sum();
    private final Sum messagesSent = new Sum();
    private final Sum sentBytes = new Sum();
    private final Sum receivedBytes = new Sum();
    private final LatencyHistogram serviceTime = new LatencyHistogram();
    private final LatencyHistogram responseTime = new LatencyHistogram();
    private final LatencyHistogram startLag = new LatencyHistogram();
    private final LatencyHistogram serverTime = new LatencyHistogram();
    private final LatencyHistogram roundTrip = new LatencyHistogram();
    private final LatencyHistogram firstMessage = new LatencyHistogram();
    private final LatencyHistogram gap = new LatencyHistogram();

    RequestRecorder(String name, MethodType kind) {
        this.name = name;
        this.kind = kind;
    }

    /** A call that the end of the run cut off is only counted: its duration is unknown. */
    void callEnded(CallSample sample) {
        failureSources.increment(sample.failureSource());
        if (sample.failureSource() == FailureSource.CANCELLED) {
            return;
        }
        serviceTime.record(sample.serviceTimeNanos());
        responseTime.record(sample.responseTimeNanos());
        if (sample.startNanos() != sample.dueNanos()) {
            startLag.record(sample.startNanos() - sample.dueNanos());
        }
        if (sample.serverNanos() >= 0) {
            serverTime.record(sample.serverNanos());
        }
        statuses.increment(sample.status());
        if (sample.error() != null) {
            errors.count(sample.error());
        }
        if (sample.ok() && sample.endedEarly()) {
            endedEarly.add(1);
        }
        if (sample.sentBytes() > 0) {
            sentBytes.add(sample.sentBytes());
        }
        if (sample.receivedBytes() > 0) {
            receivedBytes.add(sample.receivedBytes());
        }
    }

    /** A call that could not be started counts as failed, and has neither a status nor a time. */
    void callNotStarted(String error) {
        failureSources.increment(FailureSource.CLIENT);
        errors.count(error);
    }

    void messageSent() {
        messagesSent.add(1);
    }

    void messageReceived(MessageSample sample) {
        (sample.first() ? firstMessage : gap).record(sample.gapNanos());
        if (sample.roundTripNanos() >= 0) {
            roundTrip.record(sample.roundTripNanos());
        }
    }

    /** What was recorded since the last take. */
    RequestStats take() {
        var bySource = failureSources.take();
        long cutOff = bySource.getOrDefault(FailureSource.CANCELLED, 0L);
        long all = bySource.values().stream().mapToLong(Long::longValue).sum();
        long ok = bySource.getOrDefault(FailureSource.NONE, 0L);
        Histogram firstMessages = firstMessage.take();
        Histogram gaps = gap.take();
        Histogram serviceTimes = serviceTime.take();
        return new RequestStats(
                name,
                kind,
                ok,
                all - ok - cutOff,
                endedEarly.take(),
                statuses.take(),
                bySource,
                errors.take(),
                messagesSent.take(),
                firstMessages.getTotalCount() + gaps.getTotalCount(),
                sentBytes.take(),
                receivedBytes.take(),
                serviceTimes,
                responseTime.take(),
                startLagAmong(serviceTimes.getTotalCount()),
                serverTime.take(),
                roundTrip.take(),
                firstMessages,
                gaps);
    }

    /** If some calls started late, all others started on time: their lag is zero. */
    private Histogram startLagAmong(long calls) {
        Histogram lags = startLag.take();
        if (lags.getTotalCount() > 0 && calls > lags.getTotalCount()) {
            lags.recordValueWithCount(0, calls - lags.getTotalCount());
        }
        return lags;
    }
}

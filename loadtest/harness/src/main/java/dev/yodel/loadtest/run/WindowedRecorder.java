package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.LatencyRecorder;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.SlowCall;
import dev.yodel.loadtest.result.StageStats;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Records each sample once: in the recorder of the measured window, or in that of the time before and after.
 *
 * <p>A call counts if it was <em>due</em> in the window, whenever it ends: a slow response after the end of the window is
 * not lost. A message counts by the due time of the message it answers; one that answers nothing, by its arrival. A call
 * cut off at the end of the run counts even if it was due in the warm-up: otherwise a service that never answers would
 * show no call at all. Thread-safe.
 */
final class WindowedRecorder implements SampleListener {

    private final LatencyRecorder counted = new LatencyRecorder();
    private final LatencyRecorder uncounted = new LatencyRecorder();
    private final StageRecorder stages;
    private final SlowestRecorder slowest;
    private final RunTime time;

    /** @param requests the planned requests: each is listed, also without a call in the window */
    WindowedRecorder(RunTime time, List<RequestPlan> requests) {
        this.time = time;
        stages = new StageRecorder(time, requests);
        slowest = new SlowestRecorder(time, requests);
        requests.forEach(request -> counted.include(request.name(), request.kind()));
    }

    /** What was recorded for the window since the last take. */
    List<RequestStats> takeCounted() {
        return counted.take();
    }

    /** What was recorded for the time before and after the window since the last take. */
    List<RequestStats> takeUncounted() {
        return uncounted.take();
    }

    /** What was recorded so far for the stages of profiles that have such numbers. */
    List<StageStats> stages(IntPredicate numbers) {
        return stages.reached(numbers);
    }

    /** The slowest calls of the window so far. */
    List<SlowCall> slowest() {
        return slowest.calls();
    }

    @Override
    public void callEnded(CallSample sample) {
        long due = sample.dueNanos();
        if (time.counts(due)) {
            slowest.callEnded(sample);
        }
        boolean hung = sample.failureSource() == FailureSource.CANCELLED && time.isBeforeWindow(due);
        (hung ? counted : recorder(due)).callEnded(sample);
        LatencyRecorder stage = stage(sample.name(), due);
        if (stage != null) {
            stage.callEnded(sample);
        }
    }

    @Override
    public void callNotStarted(String name, MethodType kind, String error) {
        (time.phase() == Phase.WINDOW ? counted : uncounted).callNotStarted(name, kind, error);
    }

    @Override
    public void messageSent(String name, MethodType kind, long dueNanos, long sentNanos) {
        recorder(dueNanos).messageSent(name, kind, dueNanos, sentNanos);
        LatencyRecorder stage = stage(name, dueNanos);
        if (stage != null) {
            stage.messageSent(name, kind, dueNanos, sentNanos);
        }
    }

    @Override
    public void messageReceived(MessageSample sample) {
        long due =
                sample.roundTripNanos() < 0 ? sample.receivedNanos() : sample.receivedNanos() - sample.roundTripNanos();
        recorder(due).messageReceived(sample);
        LatencyRecorder stage = stage(sample.name(), due);
        if (stage != null) {
            stage.messageReceived(sample);
        }
    }

    private @Nullable LatencyRecorder stage(String name, long dueNanos) {
        return time.counts(dueNanos) ? stages.at(name, dueNanos) : null;
    }

    private LatencyRecorder recorder(long dueNanos) {
        return time.counts(dueNanos) ? counted : uncounted;
    }
}

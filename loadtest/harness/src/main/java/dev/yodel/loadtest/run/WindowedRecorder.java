package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.LatencyRecorder;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.loadtest.result.Interval.Phase;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;

/**
 * Records each sample once: apart those that count and those that do not.
 *
 * <p>A call counts if it was <em>due</em> in the window, whenever it ends: a call that a slow server answers late is
 * not lost with the end of the window, nor are those that were begun in the warm-up. A message counts by the due time of
 * what it answers; one that answers nothing counts by the moment it came. A call that the end of the run cut off counts
 * from the warm-up on: nobody would hear of one that never ended. Thread-safe.
 */
final class WindowedRecorder implements SampleListener {

    private final LatencyRecorder counted = new LatencyRecorder();
    private final LatencyRecorder uncounted = new LatencyRecorder();
    private final RunTime time;

    WindowedRecorder(RunTime time) {
        this.time = time;
    }

    /** What was recorded of the window since the last take. */
    List<RequestStats> takeCounted() {
        return counted.take();
    }

    /** What was recorded of the time before and after the window since the last take. */
    List<RequestStats> takeUncounted() {
        return uncounted.take();
    }

    @Override
    public void callEnded(CallSample sample) {
        long due = sample.dueNanos();
        boolean hung = sample.failureSource() == FailureSource.CANCELLED && time.isBeforeWindow(due);
        (hung ? counted : recorder(due)).callEnded(sample);
    }

    @Override
    public void callNotStarted(String name, MethodType kind, String error) {
        (time.phase() == Phase.WINDOW ? counted : uncounted).callNotStarted(name, kind, error);
    }

    @Override
    public void messageSent(String name, MethodType kind, long dueNanos, long sentNanos) {
        recorder(dueNanos).messageSent(name, kind, dueNanos, sentNanos);
    }

    @Override
    public void messageReceived(MessageSample sample) {
        long due =
                sample.roundTripNanos() < 0 ? sample.receivedNanos() : sample.receivedNanos() - sample.roundTripNanos();
        recorder(due).messageReceived(sample);
    }

    private LatencyRecorder recorder(long dueNanos) {
        return time.counts(dueNanos) ? counted : uncounted;
    }
}

package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.SlowCall;
import dev.yodel.loadtest.result.SlowestCalls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Keeps the slowest calls of each request. Streams that are held open are left out: the run decides how long they take. A call
 * that is not among the slowest so far costs one comparison. Thread-safe.
 */
final class SlowestRecorder {

    private final RunTime time;
    private final Map<String, Slowest> byName = new HashMap<>();

    SlowestRecorder(RunTime time, List<RequestPlan> requests) {
        this.time = time;
        for (RequestPlan request : requests) {
            if (!(request.arrival() instanceof Arrival.Streams)) {
                byName.put(request.name(), new Slowest(SlowestCalls.ofEach(requests.size())));
            }
        }
    }

    /** A call that counts has ended. */
    void callEnded(CallSample sample) {
        Slowest slowest = byName.get(sample.name());
        if (slowest != null && sample.failureSource() != FailureSource.CANCELLED) {
            slowest.offer(sample);
        }
    }

    /** The slowest calls, the slowest first. */
    List<SlowCall> calls() {
        List<SlowCall> calls = new ArrayList<>();
        byName.values().forEach(slowest -> slowest.samples().forEach(sample -> calls.add(call(sample))));
        return SlowestCalls.of(calls);
    }

    private SlowCall call(CallSample sample) {
        return new SlowCall(
                sample.name(),
                time.instant(sample.dueNanos()),
                sample.responseTimeNanos(),
                sample.serviceTimeNanos(),
                sample.serverNanos(),
                sample.status(),
                sample.ok(),
                sample.peer(),
                sample.traceId());
    }

    /** Those of one request: at most so many are held, however many calls there are. */
    static final class Slowest {

        private final int most;
        private final PriorityQueue<CallSample> fastestFirst =
                new PriorityQueue<>(Comparator.comparingLong(CallSample::responseTimeNanos));
        private volatile long fastestNanos = -1;

        Slowest(int most) {
            this.most = most;
        }

        void offer(CallSample sample) {
            if (sample.responseTimeNanos() > fastestNanos) {
                add(sample);
            }
        }

        private synchronized void add(CallSample sample) {
            fastestFirst.add(sample);
            if (fastestFirst.size() > most) {
                fastestFirst.remove();
            }
            if (fastestFirst.size() == most) {
                fastestNanos = fastestFirst.element().responseTimeNanos();
            }
        }

        synchronized List<CallSample> samples() {
            return List.copyOf(fastestFirst);
        }
    }
}

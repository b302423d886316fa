package dev.yodel.benchmarks.gatling;

import dev.yodel.benchmarks.load.Tally;
import dev.yodel.gatling.grpc.CallSample;
import dev.yodel.gatling.grpc.SampleListener;
import java.util.concurrent.atomic.LongAdder;

/** Counts calls that began more than a millisecond after they were due. Thread-safe. */
final class LateCalls implements SampleListener {

    private final LongAdder late = new LongAdder();

    /** How many there were since this was asked last. */
    long take() {
        return late.sumThenReset();
    }

    @Override
    public void callEnded(CallSample sample) {
        if (sample.startNanos() - sample.dueNanos() > Tally.LATE_NANOS) {
            late.increment();
        }
    }
}

package dev.yodel.gatling.grpc.channel;

import dev.yodel.gatling.grpc.stats.WaitStats;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counters of waits. Thread-safe. */
final class WaitCounters {

    private final LongAdder count = new LongAdder();
    private final LongAdder totalNanos = new LongAdder();
    private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);

    void waited(long nanos) {
        count.increment();
        totalNanos.add(nanos);
        maxNanos.accumulate(nanos);
    }

    WaitStats stats() {
        return new WaitStats(count.sum(), totalNanos.sum(), maxNanos.get());
    }
}

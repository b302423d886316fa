package dev.yodel.gatling.grpc.stats;

import java.util.concurrent.atomic.LongAdder;

/** A running sum that is taken away interval by interval. Thread-safe: what is added during a take falls on one side of it. */
final class Sum {

    private final LongAdder adder = new LongAdder();

    void add(long amount) {
        adder.add(amount);
    }

    long take() {
        return adder.sumThenReset();
    }
}

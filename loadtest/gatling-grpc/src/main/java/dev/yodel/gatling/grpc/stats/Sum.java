package dev.yodel.gatling.grpc.stats;

import java.util.concurrent.atomic.LongAdder;

/**
 * A sum per interval: a take returns and resets it. Thread-safe: an amount added during a take belongs to one of the
 * intervals.
 */
final class Sum {

    private final LongAdder adder = new LongAdder();

    void add(long amount) {
        adder.add(amount);
    }

    long take() {
        return adder.sumThenReset();
    }
}

package dev.yodel.loadtest.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A nanosecond clock and a wall clock that only move when advanced, both together. */
final class FakeClocks implements LongSupplier, InstantSource {

    /** Near the overflow of the nanosecond clock: nothing may compare two readings but by their difference. */
    private long nanos = Long.MAX_VALUE - 1_000_000_000L;

    private Instant instant = Instant.parse("2026-03-01T10:00:00Z");

    void advance(Duration time) {
        nanos += time.toNanos();
        instant = instant.plus(time);
    }

    @Override
    public long getAsLong() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return instant;
    }
}

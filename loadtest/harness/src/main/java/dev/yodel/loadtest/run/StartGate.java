package dev.yodel.loadtest.run;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The gate before the first virtual user. It is open unless a run is held for a common start with other load generators.
 * Thread-safe.
 */
public final class StartGate {

    /** Users are let in this long before the start, and then wait for it: it takes a while until they are there. */
    private static final long LET_IN_NANOS = Duration.ofMillis(500).toNanos();

    private final LongSupplier nanoClock;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile boolean held;
    private volatile @Nullable Long startNanos;

    StartGate(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Holds the run until {@link #openAt}. */
    public void hold() {
        held = true;
    }

    /** Whether the run is held, or was. */
    public boolean isHeld() {
        return held;
    }

    /** The scenario is built, and waits. */
    public void arrive() {
        ready.complete(null);
    }

    /** Completes when only the start is missing. */
    public CompletionStage<Void> ready() {
        return ready;
    }

    /** Lets the run start at that moment of the nanosecond clock; no effect if it may start already. */
    public synchronized void openAt(long nanos) {
        if (startNanos == null) {
            startNanos = nanos;
        }
    }

    /** Lets the run start now. */
    void open() {
        openAt(nanoClock.getAsLong());
    }

    /** Whether users may come in. */
    public boolean lets() {
        Long start = startNanos;
        return !held || (start != null && start - nanoClock.getAsLong() <= LET_IN_NANOS);
    }

    /** The time until the start, for users that were let in; zero after it. */
    public Duration left() {
        Long start = startNanos;
        return start == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, start - nanoClock.getAsLong()));
    }
}

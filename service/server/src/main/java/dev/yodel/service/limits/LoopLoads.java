package dev.yodel.service.limits;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The loads of all threads of the transport. Thread-safe.
 *
 * @param allowed how long what is read in one turn of a thread may occupy it; zero if it does not matter
 * @param fewest the least limit of calls and messages in one turn
 */
public record LoopLoads(Duration allowed, int fewest, LongSupplier nanoClock, Map<Executor, LoopLoad> loads) {

    public LoopLoads(Duration allowed, int fewest, LongSupplier nanoClock) {
        this(allowed, fewest, nanoClock, new ConcurrentHashMap<>());
    }

    /** The load of a thread; null if it does not matter. */
    public @Nullable LoopLoad of(Executor thread) {
        return allowed.isZero()
                ? null
                : loads.computeIfAbsent(thread, of -> new LoopLoad(of, allowed.toNanos(), fewest, nanoClock));
    }
}

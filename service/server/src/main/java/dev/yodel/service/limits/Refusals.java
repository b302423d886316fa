package dev.yodel.service.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what was refused, by kind, and logs at most one line per kind in ten seconds: a client must not fill the log.
 * Thread-safe.
 */
public final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final Consumer<String> counter;
    private final LongSupplier nanoClock;
    private final Consumer<String> log;
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

    /**
     * @param counter counts one refusal of a kind
     */
    public Refusals(Consumer<String> counter, LongSupplier nanoClock) {
        this(counter, nanoClock, LOG::warn);
    }

    Refusals(Consumer<String> counter, LongSupplier nanoClock, Consumer<String> log) {
        this.counter = counter;
        this.nanoClock = nanoClock;
        this.log = log;
    }

    /**
     * Something was refused.
     *
     * @param kind one of few
     * @param reason one line
     */
    public void refused(String kind, String reason) {
        counter.accept(kind);
        long unlogged = kinds.computeIfAbsent(kind, name -> new Kind()).log(nanoClock.getAsLong());
        if (unlogged >= 0) {
            log.accept(
                    kind + ": " + reason + (unlogged == 0 ? "" : " (and " + unlogged + " more since the last line)"));
        }
    }

    private static final class Kind {

        private boolean logged;
        private long lastLine;
        private long unlogged;

        /** How many have not been logged, or -1 if this one is not to be logged either. */
        synchronized long log(long now) {
            if (logged && now - lastLine < PAUSE) {
                unlogged++;
                return -1;
            }
            long count = unlogged;
            logged = true;
            lastLine = now;
            unlogged = 0;
            return count;
        }
    }
}

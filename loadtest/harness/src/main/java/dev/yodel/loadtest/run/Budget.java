package dev.yodel.loadtest.run;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How many calls, or messages, a run still has to begin. Thread-safe. */
final class Budget {

    private final @Nullable AtomicLong left;

    /** So many; without end if null. */
    Budget(@Nullable Long count) {
        left = count == null ? null : new AtomicLong(count);
    }

    /** Takes one; false if there is none left. */
    boolean take() {
        return left == null || left.getAndDecrement() > 0;
    }

    boolean spent() {
        return left != null && left.get() <= 0;
    }
}

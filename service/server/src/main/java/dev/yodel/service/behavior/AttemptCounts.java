package dev.yodel.service.behavior;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts by key, for the keys used last. Thread-safe. */
final class AttemptCounts {

    private final Map<String, Integer> counts;

    AttemptCounts(int maxKeys) {
        counts = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > maxKeys;
            }
        };
    }

    /** The next number of a key; the first is 1. */
    synchronized int next(String key) {
        return counts.merge(key, 1, (count, one) -> count == Integer.MAX_VALUE ? count : count + one);
    }
}

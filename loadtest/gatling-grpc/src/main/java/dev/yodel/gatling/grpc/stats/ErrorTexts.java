package dev.yodel.gatling.grpc.stats;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts of error texts, with a limit on the number of different texts in a run: further texts count together.
 * Thread-safe.
 */
final class ErrorTexts {

    private static final String REST = "other errors";

    private final int limit;
    private final ConcurrentMap<String, Sum> sums = new ConcurrentHashMap<>();

    ErrorTexts(int limit) {
        this.limit = limit;
    }

    void count(String text) {
        Sum sum = sums.get(text);
        if (sum == null) {
            sum = sums.computeIfAbsent(sums.size() < limit ? text : REST, t -> new Sum());
        }
        sum.add(1);
    }

    /** The counts since the last take. */
    Map<String, Long> take() {
        Map<String, Long> counts = new TreeMap<>();
        sums.forEach((text, sum) -> {
            long count = sum.take();
            if (count > 0) {
                counts.put(text, count);
            }
        });
        return counts;
    }
}

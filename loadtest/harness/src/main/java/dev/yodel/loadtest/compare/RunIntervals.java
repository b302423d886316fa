package dev.yodel.loadtest.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** The latencies of one run, second by second, as its histogram log has them. Not thread-safe. */
public final class RunIntervals {

    private final Map<String, List<FineCounts>> byTag = new HashMap<>();

    /** Adds the next interval of a latency. */
    public void add(String tag, Histogram nanos) {
        byTag.computeIfAbsent(tag, t -> new ArrayList<>()).add(FineCounts.of(nanos));
    }

    Set<String> tags() {
        return byTag.keySet();
    }

    /**
     * The intervals in blocks of neighbours: what one second did to the next stays together. The number of blocks is about
     * n^(2/3), as usual for a block bootstrap of the moments of a series.
     */
    List<FineCounts> blocks(String tag) {
        List<FineCounts> intervals = byTag.getOrDefault(tag, List.of());
        int length = (int) Math.max(1, Math.round(Math.cbrt(intervals.size())));
        List<FineCounts> blocks = new ArrayList<>();
        for (int from = 0; from < intervals.size(); from += length) {
            blocks.add(intervals.subList(from, Math.min(intervals.size(), from + length)).stream()
                    .reduce(FineCounts::plus)
                    .orElseThrow());
        }
        return blocks;
    }
}

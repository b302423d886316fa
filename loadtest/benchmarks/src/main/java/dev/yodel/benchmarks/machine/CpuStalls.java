package dev.yodel.benchmarks.machine;

import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.LatenessIntervals;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** CPU stalls: periods in which no program had the core, because the host of the virtual machine or the kernel held it. */
public record CpuStalls(List<Stall> all) {

    public static final CpuStalls NONE = new CpuStalls(List.of());

    private static final long NANOS_BEFORE = TimeUnit.MILLISECONDS.toNanos(100);

    /** Parses lines with one stall each, as {@link CpuStallProbe} prints them. */
    public static CpuStalls parse(List<String> lines) {
        return new CpuStalls(lines.stream()
                .map(KeyValues::parse)
                .map(times -> new Stall((long) times.get("from"), (long) times.get("to")))
                .toList());
    }

    /** The share of a period that was stalled, in percent. */
    public double percent(long beginNanos, long nanos) {
        long stalled = all.stream()
                .mapToLong(stall -> Math.min(stall.to, beginNanos + nanos) - Math.max(stall.from, beginNanos))
                .filter(within -> within > 0)
                .sum();
        return 100.0 * stalled / nanos;
    }

    /**
     * The intervals without a stall. An interval after a stalled one is excluded too, because the client may still be
     * catching up on the calls of that one.
     */
    public LatenessIntervals stallFree(LatenessIntervals intervals) {
        return new LatenessIntervals(intervals.all().stream()
                .filter(interval -> all.stream()
                        .noneMatch(stall ->
                                stall.to > interval.fromNanos() - NANOS_BEFORE && stall.from < interval.toNanos()))
                .toList());
    }

    /** From one time of {@link System#nanoTime} to another. */
    private record Stall(long from, long to) {}
}

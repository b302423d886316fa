package dev.yodel.benchmarks.machine;

import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.LatenessIntervals;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Stretches of time in which no program had the core, since the machine withheld it. */
public record CpuStalls(List<Stall> all) {

    private static final long NANOS_BEFORE = TimeUnit.MILLISECONDS.toNanos(100);

    public static final CpuStalls NONE = new CpuStalls(List.of());

    /** @param lines a stall on each, as a {@link CpuStallProbe} tells of it */
    public static CpuStalls parse(List<String> lines) {
        return new CpuStalls(lines.stream()
                .map(KeyValues::parse)
                .map(times -> new Stall((long) times.get("from"), (long) times.get("to")))
                .toList());
    }

    /** How much of a stretch of time they are, in percent. */
    public double percent(long beginNanos, long nanos) {
        long withheld = all.stream()
                .mapToLong(stall -> Math.min(stall.to, beginNanos + nanos) - Math.max(stall.from, beginNanos))
                .filter(within -> within > 0)
                .sum();
        return 100.0 * withheld / nanos;
    }

    /**
     * The tenths of a second that the machine left to its programs: neither in such a one nor in the one before, whose
     * calls it may have to make up for, was the core withheld.
     */
    public LatenessIntervals calm(LatenessIntervals tenths) {
        return new LatenessIntervals(tenths.all().stream()
                .filter(tenth -> all.stream()
                        .noneMatch(
                                stall -> stall.to > tenth.fromNanos() - NANOS_BEFORE && stall.from < tenth.toNanos()))
                .toList());
    }

    /** From one time of {@link System#nanoTime} to another. */
    private record Stall(long from, long to) {}
}

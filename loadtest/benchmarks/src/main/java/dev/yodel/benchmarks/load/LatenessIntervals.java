package dev.yodel.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tenths of a second.
 *
 * @param all each by itself
 */
public record LatenessIntervals(List<Tenth> all) {

    static final long NANOS = 100_000_000;

    public static final LatenessIntervals NONE = new LatenessIntervals(List.of());

    static LatenessIntervals of(long fromNanos, int[] due, int[] late) {
        return new LatenessIntervals(IntStream.range(0, due.length)
                .mapToObj(i -> new Tenth(fromNanos + i * NANOS, due[i], late[i]))
                .toList());
    }

    /** Reads what {@link #toString} wrote. */
    public static LatenessIntervals parse(String line) {
        return new LatenessIntervals(Arrays.stream(line.trim().split(" "))
                .filter(tenth -> !tenth.isEmpty())
                .map(Tenth::parse)
                .toList());
    }

    /** All of several stretches. */
    public static LatenessIntervals together(List<LatenessIntervals> stretches) {
        return new LatenessIntervals(
                stretches.stream().flatMap(tenths -> tenths.all.stream()).toList());
    }

    /** The share of calls that began more than a millisecond after they were due, in percent; 0 of none. */
    public double latePercent() {
        long due = all.stream().mapToLong(Tenth::due).sum();
        long late = all.stream().mapToLong(Tenth::late).sum();
        return due == 0 ? 0 : 100.0 * late / due;
    }

    /** All on one line. */
    @Override
    public String toString() {
        return all.stream().map(Tenth::toString).collect(Collectors.joining(" "));
    }

    /**
     * A tenth of a second.
     *
     * @param fromNanos when it began, of {@link System#nanoTime}
     * @param due calls that were due in it
     * @param late those among them that began more than a millisecond after they were due
     */
    public record Tenth(long fromNanos, int due, int late) {

        public long toNanos() {
            return fromNanos + NANOS;
        }

        static Tenth parse(String text) {
            String[] parts = text.split("[:/]", 3);
            return new Tenth(Long.parseLong(parts[0]), Integer.parseInt(parts[2]), Integer.parseInt(parts[1]));
        }

        /** {@code when:late/due}. */
        @Override
        public String toString() {
            return fromNanos + ":" + late + "/" + due;
        }
    }
}

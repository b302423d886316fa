package dev.yodel.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Scheduled calls by interval: how many were due in each tenth of a second, and how many of those started late. */
public record LatenessIntervals(List<Interval> all) {

    public static final LatenessIntervals NONE = new LatenessIntervals(List.of());

    static final long NANOS = 100_000_000;

    /** Parses the text that {@link #toString} returns. */
    public static LatenessIntervals parse(String line) {
        return new LatenessIntervals(Arrays.stream(line.trim().split(" "))
                .filter(interval -> !interval.isEmpty())
                .map(Interval::parse)
                .toList());
    }

    /** The intervals of several windows in one list. */
    public static LatenessIntervals concat(List<LatenessIntervals> windows) {
        return new LatenessIntervals(
                windows.stream().flatMap(window -> window.all.stream()).toList());
    }

    /** The share of calls that started more than a millisecond after their due time, in percent; 0 if there are none. */
    public double latePercent() {
        long due = all.stream().mapToLong(Interval::due).sum();
        long late = all.stream().mapToLong(Interval::late).sum();
        return due == 0 ? 0 : 100.0 * late / due;
    }

    /** All intervals on one line. */
    @Override
    public String toString() {
        return all.stream().map(Interval::toString).collect(Collectors.joining(" "));
    }

    /**
     * A tenth of a second.
     *
     * @param fromNanos its begin, a time of {@link System#nanoTime}
     * @param due the number of calls due in it
     * @param late the number of those that started more than a millisecond after their due time
     */
    public record Interval(long fromNanos, int due, int late) {

        public long toNanos() {
            return fromNanos + NANOS;
        }

        static Interval parse(String text) {
            String[] parts = text.split("[:/]", 3);
            return new Interval(Long.parseLong(parts[0]), Integer.parseInt(parts[2]), Integer.parseInt(parts[1]));
        }

        /** {@code begin:late/due}. */
        @Override
        public String toString() {
            return fromNanos + ":" + late + "/" + due;
        }
    }
}

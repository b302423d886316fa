package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.Fields;
import java.util.ArrayList;
import java.util.List;

/** Stretches of time in which no program had the core, since the machine withheld it. */
record Stalls(List<Stall> all) {

    static final Stalls NONE = new Stalls(List.of());

    /** @param lines a stall on each, the earliest first, as a {@link Witness} tells of it */
    static Stalls parse(List<String> lines) {
        List<Stall> all = new ArrayList<>();
        long over = 0;
        long behind = 0;
        for (String line : lines) {
            Fields times = Fields.parse(line);
            long from = (long) times.get("from");
            behind = Math.max(0, behind - (from - over));
            over = (long) times.get("to");
            behind += over - from;
            all.add(new Stall(from, over, over + behind));
        }
        return new Stalls(List.copyOf(all));
    }

    /** Whether a call that was due then is late because of one of them. */
    boolean delay(long dueNanos) {
        return all.stream().anyMatch(stall -> stall.from <= dueNanos && dueNanos <= stall.madeUp);
    }

    /** How much of a stretch of time they are, in percent. */
    double percent(long beginNanos, long nanos) {
        long withheld = all.stream()
                .mapToLong(stall -> Math.min(stall.to, beginNanos + nanos) - Math.max(stall.from, beginNanos))
                .filter(within -> within > 0)
                .sum();
        return 100.0 * withheld / nanos;
    }

    /**
     * From one time of {@link System#nanoTime} to another.
     *
     * @param madeUp when a core that is busy half of the time has made up for it, which takes it as long again, and for
     *     those before it, if it had not yet
     */
    private record Stall(long from, long to, long madeUp) {}
}

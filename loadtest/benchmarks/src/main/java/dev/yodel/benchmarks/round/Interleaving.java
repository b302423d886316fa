package dev.yodel.benchmarks.round;

import dev.yodel.benchmarks.RunSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Compares programs at full speed that share one core: all are up and warm at the same time, and each in turn runs for
 * half a second, while the others are stopped by the system. A machine that is slow for seconds, since its neighbours
 * are busy, is so for all of them. Each round takes new processes: what a JVM happens to compile well or badly is part
 * of the range.
 */
public final class Interleaving {

    private static final Duration SLICE = Duration.ofMillis(500);

    private final List<Entry> entries = new ArrayList<>();

    /** One more program to compare. */
    public Candidate add(String name, Supplier<PausableClient> start) {
        Candidate turn = new Candidate(name);
        entries.add(new Entry(turn, start));
        return turn;
    }

    /** Every program runs for the effort's window in each round, every other time in reverse: A B B A. */
    public void run(RunSettings effort) {
        for (int i = 0; i < effort.rounds(); i++) {
            round(effort.window().dividedBy(SLICE));
        }
    }

    private void round(long slices) {
        List<PausableClient> contenders = new ArrayList<>();
        try {
            entries.forEach(entry -> contenders.add(entry.start.get()));
            List<PausableClient> order = new ArrayList<>(contenders);
            for (long slice = 0; slice < slices; slice++) {
                order.forEach(contender -> contender.run(SLICE));
                Collections.reverse(order);
            }
            for (int i = 0; i < entries.size(); i++) {
                entries.get(i).turn.took(contenders.get(i).end());
            }
        } finally {
            contenders.forEach(PausableClient::close);
        }
    }

    private record Entry(Candidate turn, Supplier<PausableClient> start) {}
}

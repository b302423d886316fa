package dev.yodel.benchmarks;

import dev.yodel.benchmarks.round.Candidate;
import dev.yodel.benchmarks.round.Round;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs several things in turn, every other time in reverse, A B B A, so that a machine that grows slower is no
 * advantage to either. Each round is a process of its own: what a JVM happens to compile well or badly is part of the
 * range.
 */
final class InTurn {

    private final List<Entry> entries = new ArrayList<>();

    /** One more thing to run. */
    Candidate add(String name, Supplier<Round> run) {
        Candidate turn = new Candidate(name);
        entries.add(new Entry(turn, run));
        return turn;
    }

    void run(int times) {
        List<Entry> order = new ArrayList<>(entries);
        for (int i = 0; i < times; i++) {
            order.forEach(entry -> entry.turn.took(entry.run.get()));
            Collections.reverse(order);
        }
    }

    private record Entry(Candidate turn, Supplier<Round> run) {}
}

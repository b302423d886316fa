package dev.yodel.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Runs several things in turn, every other time in reverse, A B B A, so that a machine that grows slower is no
 * advantage to either. Each round is a process of its own: what a JVM happens to compile well or badly is part of the
 * range.
 */
final class InTurn {

    private final List<Turn> turns = new ArrayList<>();

    /** One more thing to run. */
    Turn add(String name, Supplier<Round> run) {
        Turn turn = new Turn(name, run, new ArrayList<>());
        turns.add(turn);
        return turn;
    }

    void run(int times) {
        List<Turn> order = new ArrayList<>(turns);
        for (int i = 0; i < times; i++) {
            order.forEach(Turn::take);
            Collections.reverse(order);
        }
    }

    /** Whether figures of these rounds, run at full speed, can be judged. */
    Standing standing(Effort effort) {
        boolean disturbed =
                turns.stream().flatMap(turn -> turn.rounds().stream()).anyMatch(Round::isDisturbed);
        return effort.standing() == Standing.JUDGED && disturbed ? Standing.DISTURBED : effort.standing();
    }

    /**
     * One of the things that are run, and what it showed.
     *
     * @param rounds its rounds so far
     */
    record Turn(String name, Supplier<Round> run, List<Round> rounds) {

        Series series(ToDoubleFunction<Round> value) {
            return Series.of(rounds, value);
        }

        private void take() {
            Round round = run.get();
            rounds.add(round);
            System.err.printf("  %-28s %s%n", name, round.line());
        }
    }
}

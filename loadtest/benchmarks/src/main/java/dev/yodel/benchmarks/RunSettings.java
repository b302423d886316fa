package dev.yodel.benchmarks;

import dev.yodel.benchmarks.report.Validity;
import java.time.Duration;
import java.util.List;

/**
 * How much is done for a figure.
 *
 * @param rounds how often each program is run, in turn
 * @param warmUp answers before a window opens; a JVM that had fewer than a million is not warm
 * @param window how long figures are taken
 * @param streams numbers of streams held at once, with the most memory that may take in MB; 0 is shown, not judged
 * @param standing whether figures that depend on the machine's speed are held against their targets
 */
public record RunSettings(int rounds, long warmUp, Duration window, List<HeldStreams> streams, Validity standing) {

    RunSettings {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: %d (expected: > 0)".formatted(rounds));
        }
    }

    /** What figures are taken with. Minutes, on a machine that does nothing else. */
    static final RunSettings FULL = new RunSettings(
            5,
            1_000_000,
            Duration.ofSeconds(10),
            List.of(new HeldStreams(10_000, 400), new HeldStreams(20_000, 300), new HeldStreams(100_000, 0)),
            Validity.JUDGED);

    /** Enough to see that everything works. Its figures mean nothing. */
    static final RunSettings QUICK =
            new RunSettings(1, 10_000, Duration.ofSeconds(2), List.of(new HeldStreams(1_000, 400)), Validity.QUICK);

    /** The same with a window that is so many times as long. */
    RunSettings windowTimes(int times) {
        return new RunSettings(rounds, warmUp, window.multipliedBy(times), streams, standing);
    }

    RunSettings withRounds(int newRounds) {
        return new RunSettings(newRounds, warmUp, window, streams, standing);
    }

    /**
     * A number of streams to hold at once.
     *
     * @param maxMb the most memory that it may take, in MB; 0 is shown, not judged
     */
    record HeldStreams(int count, int maxMb) {}
}

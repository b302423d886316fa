package dev.yodel.benchmarks;

import dev.yodel.benchmarks.report.Validity;
import java.time.Duration;
import java.util.List;

/**
 * How much is measured for each figure.
 *
 * @param rounds rounds of each program
 * @param warmUp answers before the measurement window; a JVM is not warm before a million of them
 * @param window the length of the measurement window
 * @param streams how many streams are held at once
 * @param validity whether figures that depend on the speed of the machine may be judged
 */
record RunSettings(int rounds, long warmUp, Duration window, List<HeldStreams> streams, Validity validity) {

    /** A full run: valid figures, for a machine that does nothing else. */
    static final RunSettings FULL = new RunSettings(
            5,
            1_000_000,
            Duration.ofSeconds(10),
            List.of(new HeldStreams(10_000, 400), new HeldStreams(20_000, 300), new HeldStreams(100_000, 0)),
            Validity.VALID);

    /** A quick run that shows that everything works. Its figures mean nothing. */
    static final RunSettings QUICK =
            new RunSettings(1, 10_000, Duration.ofSeconds(2), List.of(new HeldStreams(1_000, 400)), Validity.QUICK_RUN);

    RunSettings {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: %d (expected: > 0)".formatted(rounds));
        }
    }

    RunSettings withRounds(int newRounds) {
        return new RunSettings(newRounds, warmUp, window, streams, validity);
    }

    /**
     * A number of streams to hold at once.
     *
     * @param maxMb the threshold of the injector's peak memory, in MB; 0 sets none
     */
    record HeldStreams(int count, int maxMb) {}
}

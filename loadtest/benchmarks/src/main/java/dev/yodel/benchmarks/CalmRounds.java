package dev.yodel.benchmarks;

import java.time.Duration;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Plays rounds on a machine that leaves the client its core. While it does not, a round is not begun, and one in which it
 * did not is played again: whoever is late in it says nothing of himself. As long as there is patience; then a round
 * counts as it is, and tells that it is not calm.
 */
final class CalmRounds {

    /** Of the time in which the core was withheld, in percent: more is not calm. */
    static final double MOST_WITHHELD = 0.05;

    private final DoubleSupplier withheldNow;
    private final LongSupplier nanoClock;
    private final long endNanos;
    private int repeated;

    /**
     * @param withheldNow looks for some seconds how much of the time the core is withheld, in percent
     * @param patience how long to wait and to play again, over all rounds
     */
    CalmRounds(DoubleSupplier withheldNow, LongSupplier nanoClock, Duration patience) {
        this.withheldNow = withheldNow;
        this.nanoClock = nanoClock;
        endNanos = nanoClock.getAsLong() + patience.toNanos();
    }

    Round play(Supplier<Round> round) {
        while (true) {
            awaitCalm();
            Round played = round.get();
            if (isCalm(played) || isPatienceOver()) {
                return played;
            }
            repeated++;
            tell("played again", played.withheldPercent());
        }
    }

    /** How many rounds were played again. */
    int repeated() {
        return repeated;
    }

    static boolean isCalm(Round round) {
        return round.withheldPercent() <= MOST_WITHHELD;
    }

    private void awaitCalm() {
        while (!isPatienceOver()) {
            double percent = withheldNow.getAsDouble();
            if (percent <= MOST_WITHHELD) {
                return;
            }
            tell("waiting", percent);
        }
    }

    private boolean isPatienceOver() {
        return nanoClock.getAsLong() - endNanos >= 0;
    }

    private static void tell(String what, double percent) {
        System.err.printf(
                Locale.ROOT,
                "  %s: the machine withheld the core for %.2f %% of the time (expected: %.2f %% at most)%n",
                what,
                percent,
                MOST_WITHHELD);
    }
}

package dev.yodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.benchmarks.load.Fields;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CalmRoundsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Deque<Double> looks = new ArrayDeque<>();
    private final Deque<Round> rounds = new ArrayDeque<>();
    private long minutes;

    private final CalmRounds calm = new CalmRounds(looks::pop, () -> TimeUnit.MINUTES.toNanos(minutes), PATIENCE);

    @Test
    void a_round_waits_for_a_calm_machine() {
        looks.addAll(List.of(11.0, 0.06, 0.05));
        rounds.add(withheld(0.05));

        assertThat(play().withheldPercent()).isEqualTo(0.05);
        assertThat(looks).isEmpty();
        assertThat(calm.repeated()).isZero();
    }

    @Test
    void a_round_in_which_the_machine_withheld_the_core_is_played_again() {
        looks.addAll(List.of(0.0, 0.0, 0.0));
        rounds.addAll(List.of(withheld(0.06), withheld(3), withheld(0)));

        assertThat(play().withheldPercent()).isZero();
        assertThat(calm.repeated()).isEqualTo(2);
    }

    @Test
    void without_patience_a_round_counts_as_it_is() {
        looks.addAll(List.of(0.0, 0.0));
        rounds.addAll(List.of(withheld(3), withheld(4)));
        minutes = PATIENCE.toMinutes() - 4;

        Round round = play();

        assertThat(round.withheldPercent()).isEqualTo(4);
        assertThat(CalmRounds.isCalm(round)).isFalse();
        assertThat(calm.repeated()).isEqualTo(1);
    }

    /** Each round takes three minutes. */
    private Round play() {
        return calm.play(() -> {
            minutes += 3;
            return rounds.pop();
        });
    }

    private static Round withheld(double percent) {
        long nanos = (long) (percent / 100 * 1e9);
        return new Round(Fields.parse("beginNanos=0 seconds=1"), Duration.ZERO, Stalls.NONE)
                .besides(Stalls.parse(List.of("from=0 to=" + nanos)));
    }
}

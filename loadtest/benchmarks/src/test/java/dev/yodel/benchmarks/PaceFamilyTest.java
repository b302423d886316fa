package dev.yodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.benchmarks.load.Fields;
import dev.yodel.benchmarks.load.Tenths;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaceFamilyTest {

    private static final Turn PUNCTUAL = turn(300, 0, 0, 3);
    private static final Turn LATE = turn(300, 0, 1, 3);

    @Test
    void a_pace_is_judged_by_itself_where_the_bare_client_keeps_it() {
        assertThat(PaceFamily.lateness(PUNCTUAL, PUNCTUAL, Standing.JUDGED).isGood())
                .isTrue();
        assertThat(PaceFamily.lateness(PUNCTUAL, LATE, Standing.JUDGED).row()).endsWith("| ≤ 0.1 | **missed** |");
    }

    @Test
    void a_pace_that_is_kept_on_a_machine_on_which_the_bare_client_is_late_is_kept_all_the_same() {
        assertThat(PaceFamily.lateness(LATE, PUNCTUAL, Standing.JUDGED).row()).endsWith("| ≤ 0.1 | met |");
    }

    @Test
    void nothing_is_said_of_a_pace_that_neither_keeps() {
        Figure figure = PaceFamily.lateness(LATE, LATE, Standing.JUDGED);

        assertThat(figure.standing()).isEqualTo(Standing.DISTURBED);
        assertThat(figure.isGood()).isFalse();
        assertThat(PaceFamily.lateness(LATE, LATE, Standing.QUICK).standing()).isEqualTo(Standing.QUICK);
    }

    @Test
    void nothing_is_said_of_a_pace_on_a_machine_that_hardly_ever_left_the_core() {
        assertThat(PaceFamily.lateness(PUNCTUAL, turn(33, 0, 0, 0), Standing.JUDGED)
                        .row())
                .endsWith("| **suspect**: machine busy |");
        assertThat(PaceFamily.lateness(turn(33, 0, 0, 0), turn(34, 0, 0, 0), Standing.JUDGED)
                        .row())
                .endsWith("| ≤ 0.1 | met |");
    }

    /** Of a round for each number of calls in a thousand that were late. */
    private static Turn turn(int tenths, int... late) {
        return new Turn(
                "turn", IntStream.of(late).mapToObj(each -> round(tenths, each)).toList());
    }

    private static Round round(int tenths, int late) {
        String told =
                Stream.generate(() -> "0:%d/1000".formatted(late)).limit(tenths).collect(Collectors.joining(" "));
        return new Round(new Fields(Map.of()), Tenths.parse(told), Duration.ZERO, Stalls.NONE);
    }
}

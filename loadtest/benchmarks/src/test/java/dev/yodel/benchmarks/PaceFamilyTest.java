package dev.yodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaceFamilyTest {

    private static final Series PUNCTUAL = new Series(List.of(0.02, 0.05, 0.3));
    private static final Series LATE = new Series(List.of(0.05, 0.11, 0.2));

    @Test
    void a_pace_is_judged_by_itself_where_the_bare_client_keeps_it() {
        assertThat(PaceFamily.lateness(PUNCTUAL, PUNCTUAL, true, Standing.JUDGED)
                        .isGood())
                .isTrue();
        assertThat(PaceFamily.lateness(PUNCTUAL, LATE, true, Standing.JUDGED).row())
                .endsWith("| ≤ 0.1 | **missed** |");
    }

    @Test
    void a_pace_that_is_kept_on_a_machine_on_which_the_bare_client_is_late_is_kept_all_the_same() {
        assertThat(PaceFamily.lateness(LATE, PUNCTUAL, true, Standing.JUDGED).row())
                .endsWith("| ≤ 0.1 | met |");
    }

    @Test
    void nothing_is_said_of_a_pace_that_neither_keeps() {
        Figure figure = PaceFamily.lateness(LATE, LATE, true, Standing.JUDGED);

        assertThat(figure.standing()).isEqualTo(Standing.DISTURBED);
        assertThat(figure.isGood()).isFalse();
        assertThat(PaceFamily.lateness(LATE, LATE, false, Standing.QUICK).standing())
                .isEqualTo(Standing.QUICK);
    }

    @Test
    void nothing_is_said_of_a_pace_that_is_not_kept_on_a_machine_that_withholds_the_core() {
        assertThat(PaceFamily.lateness(PUNCTUAL, LATE, false, Standing.JUDGED).row())
                .endsWith("| **suspect**: machine busy |");
        assertThat(PaceFamily.lateness(PUNCTUAL, PUNCTUAL, false, Standing.JUDGED)
                        .row())
                .endsWith("| ≤ 0.1 | met |");
    }
}

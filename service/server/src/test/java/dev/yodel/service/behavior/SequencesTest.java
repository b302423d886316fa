package dev.yodel.service.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.v1.SequenceAttempt;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequencesTest {

    private final AtomicLong nanos = new AtomicLong(1_000);
    private final Sequences sequences = new Sequences(nanos::get, () -> Instant.ofEpochSecond(7, 8));

    @Test
    void an_attempt_has_the_time_since_the_start_and_since_the_end_of_the_previous_one() {
        Attempt first = sequences.begin("k");
        nanos.addAndGet(100);
        first.end(14, 2);
        nanos.addAndGet(1_500_000_000);
        sequences.begin("k");
        nanos.addAndGet(5);
        sequences.begin("k");

        assertThat(sequences.report("k").getAttemptCount()).isEqualTo(3);
        SequenceAttempt ended = sequences.report("k").getAttempts(0);
        assertThat(ended.getStartTime().getSeconds()).isEqualTo(7);
        assertThat(ended.getDuration().getNanos()).isEqualTo(100);
        assertThat(ended.getCode()).isEqualTo(14);
        assertThat(ended.getMessageCount()).isEqualTo(2);
        assertThat(ended.hasSincePreviousStart()).isFalse();
        SequenceAttempt retry = sequences.report("k").getAttempts(1);
        assertThat(retry.getSincePreviousStart().getNanos()).isEqualTo(500_000_100);
        assertThat(retry.getSincePreviousEnd().getSeconds()).isEqualTo(1);
        assertThat(retry.hasCode()).isFalse();
        SequenceAttempt hedge = sequences.report("k").getAttempts(2);
        assertThat(hedge.getSincePreviousStart().getNanos()).isEqualTo(5);
        assertThat(hedge.hasSincePreviousEnd()).isFalse();
    }

    @Test
    void only_the_first_end_of_an_attempt_counts() {
        Attempt attempt = sequences.begin("k");
        attempt.end(0, 1);
        attempt.end(1, 0);

        assertThat(sequences.report("k").getAttempts(0).getCode()).isZero();
    }

    @Test
    void the_keys_used_last_are_kept_and_a_forgotten_one_starts_again() {
        sequences.begin("old");
        sequences.begin("used");
        for (int i = 0; i < Sequences.MAX_KEYS - 1; i++) {
            sequences.begin("key " + i);
            sequences.begin("used");
        }

        assertThat(sequences.report("used").getAttemptCount()).isEqualTo(Sequences.MAX_KEYS);
        assertThat(sequences.report("used").getAttemptsCount()).isEqualTo(Sequences.MAX_STEPS);
        assertThatThrownBy(() -> sequences.report("old")).hasMessageStartingWith("key: old (expected: one of the 1000");
        assertThat(sequences.begin("old").number()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sequence=k         | text sequence: k (expected: key:step,step,… such as k1:UNAVAILABLE,OK)",
                "sequence=k:NO      | text sequence: NO (expected: a step such as OK, UNAVAILABLE, UNAVAILABLE after 2 or 20ms OK)",
                "sequence=k:5 days OK | text sequence: 5 days OK (expected: a step such as OK, UNAVAILABLE, UNAVAILABLE after 2 or 20ms OK)",
                "sequence=k:5x OK   | text sequence: 5x (expected: a time such as 20ms, 1.5s or 300us)",
                "sequence=k:61s OK  | behavior.sequence.steps[0].delay.fixed: 61s (expected: 0s to 60s)"
            })
    void a_bad_script_is_refused_in_one_line(String text, String message) {
        assertThatThrownBy(() -> BehaviorPlan.of(BehaviorGrammar.parse("text", text)))
                .hasMessage(message);
    }
}

package dev.yodel.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {

    private static final Profile HILL = Profile.parse("0..100/10s, 100/20s,100..0/10s");

    @Test
    void writes_what_it_reads() {
        assertThat(HILL).hasToString("0..100/10s, 100/20s, 100..0/10s");
        assertThat(Profile.parse(" 0.5 .. 2 / 1m30s ")).hasToString("0.5..2/1m30s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100/", "/10s", "a/10s", "1..2..3/10s", "-1/10s", "100/10s,", "1/0s"})
    void another_form_is_refused(String text) {
        assertThatThrownBy(() -> Profile.parse(text)).hasMessageContaining("(expected: ");
    }

    @Test
    void has_a_value_at_each_time() {
        assertThat(HILL.at(Duration.ofSeconds(-1))).isZero();
        assertThat(HILL.at(Duration.ofSeconds(5))).isEqualTo(50);
        assertThat(HILL.at(Duration.ofSeconds(15))).isEqualTo(100);
        assertThat(HILL.at(Duration.ofSeconds(35))).isEqualTo(50);
        assertThat(HILL.at(Duration.ofSeconds(99))).isZero();
        assertThat(HILL.duration()).isEqualTo(Duration.ofSeconds(40));
        assertThat(HILL.highest()).isEqualTo(100);
        assertThat(HILL.mean()).isEqualTo(75);
    }

    @Test
    void finds_the_stage_of_a_time() {
        assertThat(HILL.stageAt(-1)).isNull();
        assertThat(HILL.stageAt(0)).isZero();
        assertThat(HILL.stageAt(Duration.ofSeconds(10).toNanos())).isEqualTo(1);
        assertThat(HILL.stageAt(Duration.ofSeconds(40).toNanos() - 1)).isEqualTo(2);
        assertThat(HILL.stageAt(Duration.ofSeconds(40).toNanos())).isNull();
    }

    @Test
    void finds_when_it_is_above_a_value() {
        Profile twice = Profile.parse("0..10/10s, 0/10s, 20/10s");

        assertThat(twice.nextAbove(4.5, Duration.ZERO)).isCloseTo(Duration.ofMillis(4500), Duration.ofMillis(1));
        assertThat(twice.nextAbove(4.5, Duration.ofSeconds(6))).isEqualTo(Duration.ofSeconds(6));
        assertThat(twice.nextAbove(4.5, Duration.ofSeconds(12))).isEqualTo(Duration.ofSeconds(20));
        assertThat(twice.nextAbove(25, Duration.ZERO)).isNull();
    }

    @Test
    void the_rest_begins_within_a_stage() {
        assertThat(HILL.from(Duration.ofSeconds(5)))
                .containsExactly(
                        new Profile.Stage(50, 100, Duration.ofSeconds(5)),
                        new Profile.Stage(100, 100, Duration.ofSeconds(20)),
                        new Profile.Stage(100, 0, Duration.ofSeconds(10)));
        assertThat(HILL.from(Duration.ofSeconds(40))).isEmpty();
    }
}

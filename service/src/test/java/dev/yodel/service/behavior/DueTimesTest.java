package dev.yodel.service.behavior;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DueTimesTest {

    private static final long INTERVAL = 100;

    private long now = Long.MAX_VALUE - 150;
    private final DueTimes dueTimes = new DueTimes(() -> now);

    @Test
    void theFirstAnswerWaitsForNothing() {
        assertThat(dueTimes.untilNext(INTERVAL)).isZero();
    }

    @Test
    void lateWakeUpsDoNotAddUp() {
        dueTimes.untilNext(INTERVAL);
        now += 10;
        assertThat(dueTimes.untilNext(INTERVAL)).isEqualTo(90);
        now += 90 + 7;
        assertThat(dueTimes.untilNext(INTERVAL)).isEqualTo(93);
        now += 93 + 30;
        assertThat(dueTimes.untilNext(INTERVAL)).isEqualTo(70);
    }

    @Test
    void aSlowReaderGetsNoBurst() {
        dueTimes.untilNext(INTERVAL);
        now += 1_000;
        assertThat(dueTimes.untilNext(INTERVAL)).isZero();
        now += 1;
        assertThat(dueTimes.untilNext(INTERVAL)).isEqualTo(99);
    }

    @Test
    void aDelayCountsFromTheBeginning() {
        dueTimes.begin();
        now += 40;
        assertThat(dueTimes.leftOf(100)).isEqualTo(60);
        now += 70;
        assertThat(dueTimes.leftOf(100)).isNegative();
    }
}

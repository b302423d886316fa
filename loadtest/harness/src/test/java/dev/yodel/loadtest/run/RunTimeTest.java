package dev.yodel.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.Window;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunTimeTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final FakeClocks clocks = new FakeClocks();
    private final RunTime time = new RunTime(clocks, clocks, Duration.ofSeconds(3), Duration.ofSeconds(10));

    @Test
    void nothingCountsBeforeItStarts() {
        assertThat(time.started()).isFalse();
        assertThat(time.counts(clocks.getAsLong())).isFalse();
        assertThat(time.over()).isFalse();
        assertThat(time.elapsed()).isZero();
        assertThat(time.window().seconds()).isZero();
    }

    @Test
    void goesFromWarmUpThroughTheWindowToTheEnd() {
        time.start();
        assertThat(time.phase()).isEqualTo(Phase.WARM_UP);
        assertThat(time.counts(clocks.getAsLong())).isFalse();

        clocks.advance(Duration.ofSeconds(3));
        assertThat(time.phase()).isEqualTo(Phase.WINDOW);
        assertThat(time.counts(clocks.getAsLong())).isTrue();
        assertThat(time.over()).isFalse();

        clocks.advance(Duration.ofSeconds(10));
        assertThat(time.phase()).isEqualTo(Phase.DRAIN);
        assertThat(time.counts(clocks.getAsLong())).isFalse();
        assertThat(time.counts(clocks.getAsLong() - 1)).isTrue();
        assertThat(time.over()).isTrue();
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void windowIsWithoutWarmUp() {
        time.start();

        assertThat(time.window()).isEqualTo(new Window(START.plusSeconds(3), START.plusSeconds(13), 10));
    }

    @Test
    void stopEndsTheWindowEarly() {
        time.start();
        clocks.advance(Duration.ofSeconds(5));

        time.stop();

        assertThat(time.over()).isTrue();
        assertThat(time.window()).isEqualTo(new Window(START.plusSeconds(3), START.plusSeconds(5), 2));
        clocks.advance(Duration.ofSeconds(1));
        time.stop();
        assertThat(time.window().seconds()).isEqualTo(2);
    }

    @Test
    void stopInTheWarmUpLeavesAnEmptyWindow() {
        time.start();
        clocks.advance(Duration.ofSeconds(1));

        time.stop();

        assertThat(time.phase()).isEqualTo(Phase.DRAIN);
        assertThat(time.window()).isEqualTo(new Window(START.plusSeconds(1), START.plusSeconds(1), 0));
    }

    @Test
    void stopAfterTheEndChangesNothing() {
        time.start();
        clocks.advance(Duration.ofSeconds(20));

        time.stop();

        assertThat(time.window().seconds()).isEqualTo(10);
    }

    @Test
    void runStoppedBeforeItStartsIsOverAtOnce() {
        time.stop();
        time.start();

        assertThat(time.over()).isTrue();
        assertThat(time.window().seconds()).isZero();
    }
}

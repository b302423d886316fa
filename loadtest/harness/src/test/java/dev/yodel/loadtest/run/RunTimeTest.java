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
    void nothing_counts_before_it_starts() {
        assertThat(time.started()).isFalse();
        assertThat(time.counts(clocks.getAsLong())).isFalse();
        assertThat(time.over()).isFalse();
        assertThat(time.elapsed()).isZero();
        assertThat(time.window().seconds()).isZero();
    }

    @Test
    void goes_from_warm_up_through_the_window_to_the_end() {
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
    void window_is_without_warm_up() {
        time.start();

        assertThat(time.window()).isEqualTo(new Window(START.plusSeconds(3), START.plusSeconds(13), 10));
    }

    @Test
    void stop_ends_the_window_early() {
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
    void stop_in_the_warm_up_leaves_an_empty_window() {
        time.start();
        clocks.advance(Duration.ofSeconds(1));

        time.stop();

        assertThat(time.phase()).isEqualTo(Phase.DRAIN);
        assertThat(time.window()).isEqualTo(new Window(START.plusSeconds(1), START.plusSeconds(1), 0));
    }

    @Test
    void stop_after_the_end_changes_nothing() {
        time.start();
        clocks.advance(Duration.ofSeconds(20));

        time.stop();

        assertThat(time.window().seconds()).isEqualTo(10);
    }

    @Test
    void run_stopped_before_it_starts_is_over_at_once() {
        time.stop();
        time.start();

        assertThat(time.over()).isTrue();
        assertThat(time.window().seconds()).isZero();
    }
}

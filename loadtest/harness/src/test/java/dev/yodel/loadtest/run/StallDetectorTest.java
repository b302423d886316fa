package dev.yodel.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.SampleFigures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallDetectorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SampleFigures figures = new SampleFigures();
    private final StallDetector standstill = new StallDetector(SampleFigures.PLAN, PATIENCE);

    @Test
    void patience_begins_anew_with_every_call() {
        figures.greetings();
        readAt(25);
        readAt(54);
        assertThat(standstill.isReached()).isFalse();

        readAt(56);

        assertThat(standstill.isReached()).isTrue();
        assertThat(standstill.reached().toCompletableFuture()).isDone();
    }

    @Test
    void a_run_in_which_nothing_ever_moves_has_come_to_a_stand() {
        readAt(29);
        assertThat(standstill.isReached()).isFalse();

        readAt(31);

        assertThat(standstill.isReached()).isTrue();
    }

    private void readAt(int second) {
        standstill.read(figures.interval(Duration.ofSeconds(second), Phase.WINDOW, 1));
    }
}

package dev.yodel.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.SampleStats;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallDetectorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SampleStats stats = new SampleStats();
    private final StallDetector detector = new StallDetector(SampleStats.PLAN, PATIENCE);

    @Test
    void patience_starts_again_with_every_call() {
        stats.greetings();
        readAt(25);
        readAt(54);
        assertThat(detector.isStalled()).isFalse();

        readAt(56);

        assertThat(detector.isStalled()).isTrue();
        assertThat(detector.stalled().toCompletableFuture()).isDone();
    }

    @Test
    void a_run_in_which_nothing_completes_is_stalled() {
        readAt(29);
        assertThat(detector.isStalled()).isFalse();

        readAt(31);

        assertThat(detector.isStalled()).isTrue();
    }

    @Test
    void a_run_in_which_only_deadlines_end_calls_is_stalled() {
        readAt(15);
        stats.call(
                "greet",
                MethodType.UNARY,
                0,
                20_000,
                Status.Code.DEADLINE_EXCEEDED,
                FailureSource.DEADLINE,
                "DEADLINE_EXCEEDED");
        readAt(31);

        assertThat(detector.isStalled()).isTrue();
    }

    private void readAt(int second) {
        detector.read(stats.interval(Duration.ofSeconds(second), Phase.WINDOW, 1));
    }
}

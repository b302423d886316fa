package dev.yodel.loadtest.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.SampleStats;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveLineTest {

    @Test
    void stands_below_its_header() {
        Interval interval = new SampleStats().chat().greetings().interval(Duration.ofSeconds(65), Phase.WINDOW, 1000);

        assertThat(LiveLine.header()).isEqualTo("  time   calls/s  messages/s       p50       p99   streams   failed");
        assertThat(LiveLine.of(interval))
                .isEqualTo("  1:05       102         6.0   51.0 ms    100 ms     1,000        1");
    }

    @Test
    void has_no_percentiles_without_answers() {
        Interval interval = new SampleStats().interval(Duration.ofMillis(999), Phase.WARM_UP, 0);

        assertThat(LiveLine.of(interval))
                .isEqualTo("  0:00       0.0         0.0         -         -         0        0  warm-up");
    }

    @Test
    void tells_the_times_of_streams_where_nothing_else_is_answered() {
        Interval interval = new SampleStats().expansion().interval(Duration.ofSeconds(1), Phase.WINDOW, 0);

        assertThat(LiveLine.of(interval))
                .isEqualTo("  0:01       1.0         3.0   5.00 ms   5.00 ms         0        0");
    }

    @Test
    void says_when_the_run_is_ending() {
        Interval interval = new SampleStats().interval(Duration.ofSeconds(36), Phase.DRAIN, 3);

        assertThat(LiveLine.of(interval)).endsWith("  ending");
    }
}

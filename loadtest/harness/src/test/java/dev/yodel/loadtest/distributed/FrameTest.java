package dev.yodel.loadtest.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalHealth;
import dev.yodel.loadtest.result.SampleStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameTest {

    @Test
    void a_frame_is_plain_text_and_comes_back_as_it_was() throws Exception {
        byte[] content = new byte[10_000];
        new Random(1).nextBytes(content);

        String whole = new Frame(3, 17, Frame.Kind.RESULT, content).whole();
        Frame frame = Frame.parse(whole);

        assertThat(whole).matches("[ -~]+");
        assertThat(frame.injector()).isEqualTo(3);
        assertThat(frame.number()).isEqualTo(17);
        assertThat(frame.kind()).isEqualTo(Frame.Kind.RESULT);
        assertThat(frame.content()).isEqualTo(content);
    }

    /** Slurm cuts lines of 1,024 bytes. */
    @Test
    void a_long_frame_is_several_short_lines() {
        byte[] content = new byte[10_000];
        new Random(1).nextBytes(content);
        Frame frame = new Frame(3, 17, Frame.Kind.RESULT, content);

        List<String> lines = frame.lines().lines().toList();

        assertThat(lines)
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(1_000));
        assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> line.startsWith(Frame.MORE));
        assertThat(lines.get(lines.size() - 1)).startsWith(Frame.LAST);
        assertThat(String.join("", lines.stream().map(line -> line.substring(2)).toList()))
                .isEqualTo(frame.whole());
    }

    @Test
    void a_frame_that_is_damaged_or_cut_off_is_noticed() {
        String line = new Frame(0, 5, Frame.Kind.INTERVAL, "0123456789".getBytes(StandardCharsets.UTF_8)).whole();

        assertRefused(line.substring(0, line.length() - 3));
        assertRefused(line.replace(" 5 INTERVAL", " 6 INTERVAL"));
        assertRefused(line + "WARNING: mixed with other output");
        assertRefused("~yodel 0 5 NEWS 0 ");
    }

    private static void assertRefused(String line) {
        assertThatThrownBy(() -> Frame.parse(line)).as(line).isInstanceOf(IOException.class);
    }

    @Test
    void an_interval_keeps_every_count_and_every_value() throws Exception {
        List<RequestStats> requests = new SampleStats().greetings().chat().take();
        Interval interval = new Interval(
                Instant.parse("2026-11-28T01:02:03.000004Z"),
                Duration.ofMillis(2_345),
                1.25,
                Interval.Phase.WINDOW,
                requests,
                requests.subList(0, 1),
                7,
                new IntervalHealth(null, 1.5, 12));

        Interval read = IntervalCodec.decode(IntervalCodec.encode(interval));

        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("counted", "uncounted")
                .isEqualTo(interval);
        assertThat(read.counted()).hasSameSizeAs(requests);
        for (int i = 0; i < requests.size(); i++) {
            assertThat(read.counted().get(i)).isEqualTo(requests.get(i));
        }
        assertThat(read.uncounted()).isEqualTo(requests.subList(0, 1));
    }
}

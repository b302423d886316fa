package dev.yodel.loadtest.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.yodel.loadtest.result.InjectorRow;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalHealth;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.verdict.InjectorsVerdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By a clock that the test sets: two injectors, the second of which is 40 s ahead. */
class CoordinatorTest {

    private static final long AHEAD = TimeUnit.SECONDS.toNanos(40);
    private static final long EPOCH = TimeUnit.SECONDS.toNanos(1_800_000_000);

    @TempDir
    Path folder;

    private final long[] numbers = new long[2];
    private long nanos;
    private Coordinator coordinator;

    @BeforeEach
    void start() {
        coordinator = new Coordinator(2, folder, RunInfo.of("test", null, Map.of()), () -> nanos, () -> EPOCH + nanos);
    }

    @Test
    void the_clock_offset_is_that_of_the_shortest_round_trip() {
        exchange(300, 20);
        exchange(10, 2);
        exchange(80, 50);

        InjectorRow row = coordinator.rows().get(1);
        assertThat(row.clockOffsetMillis()).isCloseTo(40_000, within(row.clockErrorMillis()));
        assertThat(row.clockErrorMillis()).isEqualTo(5);
    }

    @Test
    void all_start_together_however_far_apart_their_clocks_are() {
        exchange(10, 5);

        String[] command = coordinator.start(Duration.ofSeconds(3)).split(" ", -1);

        long startWall = Long.parseLong(command[1]);
        assertThat(startWall).isEqualTo(EPOCH + nanos + TimeUnit.SECONDS.toNanos(3));
        assertThat(Long.parseLong(command[3])).isEqualTo(AHEAD);
        interval(0, startWall + TimeUnit.MILLISECONDS.toNanos(20));
        interval(1, startWall + AHEAD + TimeUnit.MILLISECONDS.toNanos(150));
        List<InjectorRow> rows = coordinator.rows();
        assertThat(rows.get(0).startSkewMillis()).isEqualTo(20);
        assertThat(rows.get(1).startSkewMillis()).isEqualTo(150);
        assertThat(InjectorsVerdict.reasons(rows.get(0))).isEmpty();
        assertThat(InjectorsVerdict.reasons(rows.get(1)))
                .containsExactly("start skew: 150.0 ms (expected: at most 100 ms from the common start)");
    }

    @Test
    void a_clock_that_cannot_be_read_well_is_a_reason_too() {
        exchange(300, 150);

        assertThat(InjectorsVerdict.reasons(coordinator.rows().get(0)))
                .singleElement()
                .asString()
                .startsWith("clock: known to 150.0 ms (expected: to 100 ms");
    }

    @Test
    void who_is_silent_for_5_s_is_lost_and_named() {
        ready();
        for (int second = 0; second < 6; second++) {
            frame(0, Frame.Kind.BEAT, "");
            pass(1_000);
            coordinator.tick();
        }

        assertThat(InjectorsVerdict.faults(coordinator.rows()))
                .containsExactly("injector 2: lost: silent for 5 s (expected: a result)");
        assertThat(coordinator.folders()).hasSize(1);
    }

    @Test
    void a_coordinator_that_did_not_run_itself_loses_nobody() {
        ready();
        pass(60_000);
        coordinator.tick();

        assertThat(InjectorsVerdict.faults(coordinator.rows())).isEmpty();
        pass(1_000);
        coordinator.tick();
        assertThat(InjectorsVerdict.faults(coordinator.rows())).isEmpty();
    }

    @Test
    void one_that_never_spoke_is_not_silent() {
        for (int second = 0; second < 30; second++) {
            pass(1_000);
            coordinator.tick();
        }

        assertThat(coordinator.anyOver()).isFalse();
    }

    @Test
    void who_ends_without_a_result_is_lost_with_the_last_line_it_printed() {
        ready();
        coordinator.line(1, "yodel: out of memory");
        coordinator.line(1, "WARN  Library: something else");
        coordinator.ended(1, "exit code 3");

        assertThat(coordinator.rows().get(1).lost()).isEqualTo("out of memory (exit code 3)");
    }

    @Test
    void a_frame_that_is_missing_or_damaged_loses_its_injector() {
        numbers[0] = 1;
        frame(0, Frame.Kind.BEAT, "");
        coordinator.line(1, "~.~yodel 1 0 BEAT 1234 ");

        assertThat(coordinator.rows().get(0).lost()).isEqualTo("frame 1 (expected: 0, the next one)");
        assertThat(coordinator.rows().get(1).lost()).startsWith("a frame ");
    }

    @Test
    void a_frame_in_many_lines_is_read_between_other_text() {
        StringBuilder host = new StringBuilder();
        new Random(1).ints(5_000, 'a', 'z').forEach(letter -> host.append((char) letter));
        List<String> lines = new Frame(0, 0, Frame.Kind.READY, host.toString().getBytes(StandardCharsets.UTF_8))
                .lines()
                .lines()
                .toList();
        assertThat(lines).hasSizeGreaterThan(2);
        for (String line : lines) {
            coordinator.line(0, "WARNING: something of the JVM");
            coordinator.line(0, line);
        }

        assertThat(coordinator.rows().get(0).host()).isEqualTo(host.toString());
    }

    @Test
    void bad_input_of_an_injector_is_that_of_the_run() {
        frame(1, Frame.Kind.FAILURE, "bad-input method: s/M (expected: one of a.B/C)");
        coordinator.ended(1, "exit code 2");

        Coordinator.Problem problem = coordinator.problem();
        assertThat(problem).isEqualTo(new Coordinator.Problem("method: s/M (expected: one of a.B/C)", true));
    }

    private void ready() {
        frame(0, Frame.Kind.READY, "host-a");
        frame(1, Frame.Kind.READY, "host-b");
        assertThat(coordinator.allReady()).isTrue();
        exchange(1, 0);
        var unused = coordinator.start(Duration.ofSeconds(1));
    }

    /** A question and its answers, which take so long, and are read at such a moment of it. */
    private void exchange(long roundMillis, long atMillis) {
        String round = coordinator.askClock().split(" ", -1)[1];
        long wall = EPOCH + nanos + TimeUnit.MILLISECONDS.toNanos(atMillis);
        pass(roundMillis);
        frame(0, Frame.Kind.CLOCK, round + " " + wall);
        frame(1, Frame.Kind.CLOCK, round + " " + (wall + AHEAD));
    }

    private void interval(int injector, long startedWallNanos) {
        Interval interval = new Interval(
                Instant.ofEpochSecond(0, startedWallNanos),
                Duration.ofSeconds(1),
                1,
                Interval.Phase.WARM_UP,
                List.of(),
                List.of(),
                0,
                IntervalHealth.UNKNOWN);
        send(injector, Frame.Kind.INTERVAL, IntervalCodec.encode(interval));
    }

    private void frame(int injector, Frame.Kind kind, String text) {
        send(injector, kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private void send(int injector, Frame.Kind kind, byte[] content) {
        new Frame(injector, numbers[injector]++, kind, content)
                .lines()
                .lines()
                .forEach(line -> coordinator.line(injector, line));
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}

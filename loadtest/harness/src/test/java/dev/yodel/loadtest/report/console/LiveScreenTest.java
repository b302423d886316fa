package dev.yodel.loadtest.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.IntervalHealth;
import dev.yodel.loadtest.result.SampleStats;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveScreenTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void shows_each_request_against_its_plan() {
        Interval interval = new SampleStats().chat().greetings().interval(Duration.ofSeconds(9), Phase.WINDOW, 1000);

        List<String> lines = LiveFrame.lines(
                SampleStats.PLAN, interval, Map.of(Status.Code.OK, 1234L, Status.Code.UNAVAILABLE, 1L), 0);

        assertThat(lines)
                .containsExactly(
                        "demo of 127.0.0.1:50051, measuring",
                        "[########################----------------]  60 %  0:09 of 0:15",
                        "",
                        "request                 rate   planned             p50       p99   failed",
                        "chat                     3.0     6,667 msg/s   2.00 ms   3.00 ms        0",
                        "greet                    101       500 /s      51.0 ms    100 ms        1",
                        "expand                   0.0       100 /s            -         -        0",
                        "collect                  0.0       100 /s            -         -        0",
                        "",
                        "open streams    1,000",
                        lines.get(10),
                        "load generator  CPU -  timer lag -  GC 0 ms");
        assertThat(lines.get(10)).startsWith("status          ").contains("OK 1,234", "UNAVAILABLE 1");
    }

    @Test
    void fits_80_columns_whatever_there_is_to_show() {
        RequestPlan request = new RequestPlan(
                "a".repeat(60), "a.B/C", MethodType.UNARY, new Arrival.Rate(1_000_000), null, List.of(), List.of());
        LoadPlan plan = new LoadPlan(
                "load", new Target("h".repeat(90), 50051), Duration.ZERO, Duration.ofDays(30), null, List.of(request));
        Interval interval = new Interval(
                SampleStats.START,
                Duration.ofDays(29),
                1,
                Phase.WINDOW,
                List.of(),
                List.of(),
                1_000_000,
                new IntervalHealth(1.0, 123_456.7, 99_999));
        Map<Status.Code, Long> statuses =
                Stream.of(Status.Code.values()).collect(Collectors.toMap(code -> code, code -> 123_456_789L));

        assertThat(LiveFrame.lines(plan, interval, statuses, 0)).allMatch(line -> line.length() <= 80);
    }

    @Test
    void draws_over_the_screen_before() {
        LiveScreen screen = new LiveScreen(SampleStats.PLAN, out, false);

        screen.read(new SampleStats().greetings().interval(Duration.ofSeconds(6), Phase.WINDOW, 0));
        assertThat(text()).startsWith("\ndemo of ").doesNotContain("\u001b[12A", "\u001b[3");

        screen.read(new SampleStats().greetings().interval(Duration.ofSeconds(7), Phase.WINDOW, 0));
        assertThat(text()).contains("\u001b[12Ademo of ").contains("UNAVAILABLE 2");
    }

    @Test
    void colours_what_also_has_a_word() {
        new LiveScreen(SampleStats.PLAN, out, true)
                .read(new SampleStats().greetings().interval(Duration.ofSeconds(6), Phase.WINDOW, 0));

        assertThat(text()).contains("\u001b[31mUNAVAILABLE 1\u001b[0m");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

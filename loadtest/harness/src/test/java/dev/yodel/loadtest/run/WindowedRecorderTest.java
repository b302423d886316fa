package dev.yodel.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.RequestStats;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The window goes from second 3 to second 13. */
class WindowedRecorderTest {

    private final FakeClocks clocks = new FakeClocks();
    private final RunTime time = new RunTime(clocks, clocks, Duration.ofSeconds(3), Duration.ofSeconds(10));
    private final WindowedRecorder recorder = new WindowedRecorder(time, List.of());
    private final long start = clocks.getAsLong();

    @BeforeEach
    void start() {
        time.start();
    }

    @Test
    void call_counts_if_it_was_due_in_the_window() {
        call(2.9, 4);
        assertThat(calls(recorder.takeCounted())).isZero();
        assertThat(calls(recorder.takeUncounted())).isOne();

        call(3, 4);
        assertThat(calls(recorder.takeCounted())).isOne();
        assertThat(calls(recorder.takeUncounted())).isZero();
    }

    @Test
    void call_that_ends_late_is_not_lost_with_the_window() {
        call(12.9, 60);

        assertThat(calls(recorder.takeCounted())).isOne();
    }

    @Test
    void call_due_after_the_window_does_not_count() {
        call(13, 13.1);

        assertThat(calls(recorder.takeCounted())).isZero();
        assertThat(calls(recorder.takeUncounted())).isOne();
    }

    /** Otherwise a service that never answers would show no call at all. */
    @Test
    void call_that_the_end_cut_off_counts_from_the_warm_up_on() {
        recorder.callEnded(call(1, 14, FailureSource.CANCELLED));
        recorder.callEnded(call(5, 14, FailureSource.CANCELLED));
        recorder.callEnded(call(13.5, 14, FailureSource.CANCELLED));

        assertThat(recorder.takeCounted())
                .singleElement()
                .satisfies(greet -> assertThat(greet.cutOff()).isEqualTo(2));
    }

    @Test
    void call_that_could_not_be_started_counts_in_the_window() {
        recorder.callNotStarted("greet", MethodType.UNARY, "in the warm-up");
        clocks.advance(Duration.ofSeconds(4));
        recorder.callNotStarted("greet", MethodType.UNARY, "in the window");
        clocks.advance(Duration.ofSeconds(10));
        recorder.callNotStarted("greet", MethodType.UNARY, "after it");

        assertThat(recorder.takeCounted())
                .singleElement()
                .satisfies(greet -> assertThat(greet.errors()).containsOnlyKeys("in the window"));
    }

    @Test
    void message_counts_by_the_due_time_of_what_it_answers() {
        recorder.messageSent("chat", MethodType.BIDI_STREAMING, at(12.9), at(12.9));
        answer(14, 1.1);
        answer(3.1, 0.2);

        RequestStats counted = recorder.takeCounted().get(0);
        assertThat(counted.messagesSent()).isOne();
        assertThat(counted.messagesReceived()).isOne();
        assertThat(counted.roundTrip().getMaxValue()).isBetween(nanos(1.09), nanos(1.11));
        assertThat(recorder.takeUncounted().get(0).messagesReceived()).isOne();
    }

    @Test
    void message_that_answers_nothing_counts_by_its_arrival() {
        recorder.messageReceived(new MessageSample("expand", MethodType.SERVER_STREAMING, 0, at(13.5), nanos(1), -1));
        recorder.messageReceived(new MessageSample("expand", MethodType.SERVER_STREAMING, 0, at(12.5), nanos(1), -1));

        assertThat(recorder.takeCounted().get(0).messagesReceived()).isOne();
        assertThat(recorder.takeUncounted().get(0).messagesReceived()).isOne();
    }

    private void call(double dueSecond, double endSecond) {
        recorder.callEnded(call(dueSecond, endSecond, FailureSource.NONE));
    }

    private CallSample call(double dueSecond, double endSecond, FailureSource failureSource) {
        return new CallSample(
                "greet",
                MethodType.UNARY,
                at(dueSecond),
                at(dueSecond),
                at(endSecond),
                Status.Code.OK,
                failureSource,
                null,
                -1,
                -1,
                -1,
                false);
    }

    private void answer(double second, double roundTripSeconds) {
        recorder.messageReceived(
                new MessageSample("chat", MethodType.BIDI_STREAMING, 1, at(second), nanos(1), nanos(roundTripSeconds)));
    }

    private long at(double second) {
        return start + nanos(second);
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    private static long calls(List<RequestStats> stats) {
        return stats.stream().mapToLong(RequestStats::count).sum();
    }
}

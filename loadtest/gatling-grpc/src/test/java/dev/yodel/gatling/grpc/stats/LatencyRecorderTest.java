package dev.yodel.gatling.grpc.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LatencyRecorderTest {

    private final LatencyRecorder recorder = new LatencyRecorder();

    @Test
    void included_request_is_in_every_take() {
        LatencyRecorder included = new LatencyRecorder();
        included.include("greet", MethodType.UNARY);

        for (int i = 0; i < 2; i++) {
            assertThat(included.take()).singleElement().satisfies(greet -> {
                assertThat(greet.name()).isEqualTo("greet");
                assertThat(greet.count()).isZero();
            });
        }
    }

    @Test
    void service_time_counts_from_the_start_and_response_time_from_the_due_time() {
        recorder.callEnded(call("a", 1_000_000, 3_000_000, 10_000_000, FailureSource.NONE, null));

        RequestStats figures = only(recorder.take());
        assertThat(figures.serviceTime().getMaxValue()).isCloseTo(7_000_000, within(7_000L));
        assertThat(figures.responseTime().getMaxValue()).isCloseTo(9_000_000, within(9_000L));
    }

    @Test
    void how_late_calls_were_handed_over_is_reported_where_they_have_due_times_of_their_own() {
        recorder.callEnded(call("a", 4_000_000, 4_000_000, 10_000_000, FailureSource.NONE, null));
        assertThat(only(recorder.take()).startLag().getTotalCount()).isZero();

        recorder.callEnded(call("a", 1_000_000, 3_000_000, 10_000_000, FailureSource.NONE, null));
        recorder.callEnded(call("a", 4_000_000, 4_000_000, 10_000_000, FailureSource.NONE, null));
        RequestStats figures = only(recorder.take());
        assertThat(figures.startLag().getTotalCount())
                .as("the punctual one too")
                .isEqualTo(2);
        assertThat(figures.startLag().getMinValue()).isZero();
        assertThat(figures.startLag().getMaxValue()).isCloseTo(2_000_000, within(2_000L));
    }

    @Test
    void streams_that_the_server_ended_early_are_counted_among_the_successful_ones() {
        recorder.callEnded(stream(true, FailureSource.NONE));
        recorder.callEnded(stream(false, FailureSource.NONE));
        RequestStats first = only(recorder.take());
        recorder.callEnded(stream(true, FailureSource.NONE));
        recorder.callEnded(stream(true, FailureSource.CHECK));
        RequestStats second = only(recorder.take());

        assertThat(first.endedEarly()).isEqualTo(1);
        assertThat(second.endedEarly()).isEqualTo(1);
        assertThat(first.plus(second).endedEarly()).isEqualTo(2);
        assertThat(first.plus(second).ok()).isEqualTo(3);
        assertThat(only(recordedNow()).endedEarly()).isZero();
    }

    private List<RequestStats> recordedNow() {
        recorder.callEnded(stream(false, FailureSource.NONE));
        return recorder.take();
    }

    private static CallSample stream(boolean endedEarly, FailureSource failureSource) {
        return new CallSample(
                "chat",
                MethodType.BIDI_STREAMING,
                0,
                0,
                1,
                Status.Code.OK,
                failureSource,
                failureSource == FailureSource.NONE ? null : "is(b)",
                -1,
                -1,
                -1,
                endedEarly);
    }

    @Test
    void takes_are_intervals_and_their_sum_is_all() throws InterruptedException {
        List<Thread> writers = IntStream.range(0, 4)
                .mapToObj(t -> new Thread(() -> {
                    for (int i = 0; i < 50_000; i++) {
                        recorder.callEnded(call(
                                "a", 0, 0, 1_000 + i, i % 5 == 0 ? FailureSource.STATUS : FailureSource.NONE, null));
                    }
                }))
                .toList();
        writers.forEach(Thread::start);
        RequestStats sum = null;
        do {
            for (RequestStats taken : recorder.take()) {
                sum = sum == null ? taken : sum.plus(taken);
            }
        } while (writers.stream().anyMatch(Thread::isAlive));
        for (Thread writer : writers) {
            writer.join();
        }
        for (RequestStats taken : recorder.take()) {
            sum = sum == null ? taken : sum.plus(taken);
        }

        assertThat(sum).isNotNull();
        assertThat(sum.count()).isEqualTo(200_000);
        assertThat(sum.failed()).isEqualTo(40_000);
        assertThat(sum.serviceTime().getTotalCount()).isEqualTo(200_000);
        assertThat(sum.statuses()).containsEntry(Status.Code.OK, 200_000L);
    }

    @Test
    void a_call_that_the_end_of_the_run_cut_off_is_in_no_latency() {
        recorder.callEnded(call("a", 0, 0, 1_000, FailureSource.CANCELLED, "cut off"));

        RequestStats figures = only(recorder.take());
        assertThat(figures.count()).isZero();
        assertThat(figures.cutOff()).isEqualTo(1);
        assertThat(figures.serviceTime().getTotalCount()).isZero();
        assertThat(figures.errors()).isEmpty();
    }

    @Test
    void messages_are_kept_by_first_message_gap_and_round_trip() {
        recorder.messageSent("chat", MethodType.BIDI_STREAMING, 0, 0);
        recorder.messageReceived(new MessageSample("chat", MethodType.BIDI_STREAMING, 0, 500, 500_000, 400_000));
        recorder.messageReceived(new MessageSample("chat", MethodType.BIDI_STREAMING, 1, 900, 200_000, -1));

        RequestStats figures = only(recorder.take());
        assertThat(figures.messagesSent()).isEqualTo(1);
        assertThat(figures.messagesReceived()).isEqualTo(2);
        assertThat(figures.firstMessage().getTotalCount()).isEqualTo(1);
        assertThat(figures.gap().getMaxValue()).isCloseTo(200_000, within(200L));
        assertThat(figures.roundTrip().getTotalCount()).isEqualTo(1);
    }

    @Test
    void bytes_and_the_servers_own_time_are_summed_by_take_and_by_plus() {
        recorder.callEnded(measured(10, 200, 1_500_000));
        recorder.callEnded(measured(30, 4_000, 2_500_000));
        RequestStats first = only(recorder.take());
        recorder.callEnded(measured(500, 60_000, 9_000_000));
        recorder.callEnded(measured(-1, -1, -1));
        RequestStats second = only(recorder.take());
        RequestStats sum = first.plus(second);

        assertThat(List.of(first, second, sum))
                .extracting(RequestStats::sentBytes)
                .containsExactly(40L, 500L, 540L);
        assertThat(List.of(first, second, sum))
                .extracting(RequestStats::receivedBytes)
                .containsExactly(4_200L, 60_000L, 64_200L);
        assertThat(List.of(first, second, sum))
                .extracting(figures -> figures.serverTime().getTotalCount())
                .containsExactly(2L, 1L, 3L);
        assertThat(first.serverTime().getMinValue()).isCloseTo(1_500_000, within(1_500L));
        assertThat(first.serverTime().getMaxValue()).isCloseTo(2_500_000, within(2_500L));
        assertThat(sum.serverTime().getMinValue()).isCloseTo(1_500_000, within(1_500L));
        assertThat(sum.serverTime().getMaxValue()).isCloseTo(9_000_000, within(9_000L));
    }

    @Test
    void error_texts_beyond_the_limit_count_together() {
        for (int i = 0; i < LatencyRecorder.MAX_ERROR_TEXTS + 7; i++) {
            recorder.callEnded(call("a", 0, 0, 1, FailureSource.CHECK, "error " + i));
        }

        Map<String, Long> errors = only(recorder.take()).errors();
        assertThat(errors).hasSize(LatencyRecorder.MAX_ERROR_TEXTS + 1).containsEntry("other errors", 7L);
    }

    @Test
    void values_out_of_range_count_at_its_ends() {
        recorder.callEnded(call("a", 0, 5, 0, FailureSource.NONE, null));
        recorder.callEnded(call("a", 0, 0, TimeUnit.HOURS.toNanos(3), FailureSource.NONE, null));

        RequestStats figures = only(recorder.take());
        assertThat(figures.serviceTime().getTotalCount()).isEqualTo(2);
        assertThat(figures.serviceTime().getMaxValue())
                .isCloseTo(TimeUnit.HOURS.toNanos(1), within(TimeUnit.SECONDS.toNanos(4)));
    }

    @Test
    void figures_of_nothing_can_be_added_to_figures_of_something() {
        recorder.callEnded(call("a", 0, 0, 70_000_000_000L, FailureSource.NONE, null));
        RequestStats something = only(recorder.take());
        RequestStats nothing = only(recorder.take());

        assertThat(nothing.plus(something).serviceTime().getTotalCount()).isEqualTo(1);
        assertThat(something.plus(nothing).roundTrip().getTotalCount()).isZero();
    }

    @Test
    void figures_of_different_requests_cannot_be_added() {
        recorder.callEnded(call("a", 0, 0, 1, FailureSource.NONE, null));
        recorder.callEnded(call("b", 0, 0, 1, FailureSource.NONE, null));
        List<RequestStats> both = recorder.take();

        assertThatThrownBy(() -> both.get(0).plus(both.get(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("b");
    }

    private static RequestStats only(List<RequestStats> figures) {
        assertThat(figures).hasSize(1);
        return figures.get(0);
    }

    private static CallSample call(
            String name, long due, long start, long end, FailureSource failureSource, @Nullable String error) {
        return new CallSample(
                name, MethodType.UNARY, due, start, end, Status.Code.OK, failureSource, error, -1, -1, -1, false);
    }

    private static CallSample measured(long sent, long received, long serverNanos) {
        return new CallSample(
                "a",
                MethodType.UNARY,
                0,
                0,
                10_000_000,
                Status.Code.OK,
                FailureSource.NONE,
                null,
                sent,
                received,
                serverNanos,
                false);
    }
}

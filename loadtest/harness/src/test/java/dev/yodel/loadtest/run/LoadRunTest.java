package dev.yodel.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.GrpcRun;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.gatling.grpc.stats.WaitStats;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.DemoPlan;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadRunTest {

    private static final RequestPlan WATCH = new RequestPlan(
            "watch",
            "s/Watch",
            MethodType.SERVER_STREAMING,
            new Arrival.Streams(1, null, null),
            null,
            List.of("{}"),
            List.of());

    private final List<Interval> intervals = new CopyOnWriteArrayList<>();
    private final FakeGrpcRun grpc = new FakeGrpcRun();

    @Test
    void finished_run_has_what_was_counted_and_stops_the_calls() {
        LoadRun run = run(Duration.ZERO);
        start(run);
        call(run);

        RunResult result = run.finish().result();

        assertThat(result.requests())
                .as("every name of the plan, also without a call")
                .extracting(RequestStats::name, RequestStats::kind, RequestStats::count)
                .containsExactly(
                        tuple("chat", MethodType.BIDI_STREAMING, 0L),
                        tuple("collect", MethodType.CLIENT_STREAMING, 0L),
                        tuple("expand", MethodType.SERVER_STREAMING, 0L),
                        tuple("greet", MethodType.UNARY, 1L),
                        tuple("room", MethodType.BIDI_STREAMING, 0L));
        assertThat(result.window().seconds()).isPositive().isLessThan(30);
        assertThat(grpc.stops).hasValue(1);
        assertThat(run.over()).isTrue();
    }

    @Test
    void reads_its_channels_once_they_are_closed() {
        LoadRun run = run(Duration.ofMinutes(1));
        start(run);

        assertThat(run.finish().result().channels()).singleElement().satisfies(channels -> {
            assertThat(channels.target()).isEqualTo("localhost:1");
            assertThat(channels.callsOverLimit()).isOne();
            assertThat(channels.connectionWaits().count()).isZero();
        });
    }

    @Test
    void finishes_once() {
        LoadRun run = run(Duration.ZERO);
        start(run);
        JudgedResult first = run.finish();
        call(run);

        assertThat(run.finish()).isSameAs(first);
        assertThat(grpc.stops).hasValue(1);
    }

    @Test
    void run_stopped_in_its_warm_up_measured_nothing() {
        LoadRun run = run(Duration.ofMinutes(1));
        start(run);
        call(run);

        JudgedResult result = run.finish();

        assertThat(result.result().requests()).isEmpty();
        assertThat(result.verdict().status()).isEqualTo(Verdict.Status.SUSPECT);
        assertThat(result.verdict().reasons())
                .containsExactly("nothing measured: stopped before the warm-up of 1m was over");
    }

    @Test
    void run_that_never_started_measured_nothing() {
        RunResult result = run(Duration.ZERO).finish().result();

        assertThat(result.requests()).isEmpty();
        assertThat(result.channels()).isEmpty();
        assertThat(result.window().seconds()).isZero();
        assertThat(intervals).isEmpty();
    }

    @Test
    void calls_its_readers_every_second_and_once_more_at_the_end() {
        LoadRun run = run(Duration.ZERO);
        start(run);
        call(run);
        await().until(() -> !intervals.isEmpty());
        call(run);
        run.finish();

        assertThat(intervals).hasSizeGreaterThanOrEqualTo(2);
        assertThat(intervals.get(0).seconds()).isGreaterThanOrEqualTo(1);
        assertThat(intervals.stream()
                        .flatMap(interval -> interval.counted().stream())
                        .mapToLong(stats -> stats.count())
                        .sum())
                .isEqualTo(2);
    }

    @Test
    void counted_run_begins_as_many_as_asked_for_and_ends_with_the_last() {
        LoadRun run = counted(new Arrival.Users(10, null));
        start(run);

        assertThat(List.of(run.next(), run.next(), run.next())).containsExactly(true, true, false);
        assertThat(run.over()).isTrue();
        assertThat(run.warmUpLeft()).isZero();
        call(run);
        Window window = run.finish().result().window();
        assertThat(window.seconds()).isPositive().isLessThan(30);
    }

    /** One user's call ends while another user has taken the last one and not begun it yet. */
    @Test
    void counted_run_does_not_end_before_the_last_call_has_begun() {
        LoadRun run = counted(new Arrival.Users(2, null));
        start(run);

        assertThat(List.of(run.next(), run.next())).containsExactly(true, true);
        call(run);
        assertThat(run.left()).isPositive();
        call(run);
        assertThat(run.left()).isZero();
        assertThat(run.finish().result().requests())
                .singleElement()
                .satisfies(greet -> assertThat(greet.count()).isEqualTo(2));
    }

    @Test
    void calls_at_a_rate_are_counted_as_they_begin() {
        LoadRun run = counted(new Arrival.Rate(10));
        start(run);

        call(run);
        assertThat(run.over()).isFalse();
        call(run);
        assertThat(run.over()).isTrue();
    }

    @Test
    void calls_at_a_rate_that_were_due_in_the_warm_up_are_none_of_the_count_however_late_they_begin() {
        LoadRun run = counted(new Arrival.Rate(10));
        long before = System.nanoTime();
        start(run);

        call(run, before);
        call(run, before);

        assertThat(run.over()).isFalse();
    }

    /** However long the last response takes: the window must not depend on it. */
    @Test
    void count_of_calls_at_a_rate_ends_when_the_next_one_would_have_been_due() {
        LoadRun run = counted(new Arrival.Rate(1_000));
        start(run);
        long due = System.nanoTime();
        call(run, due);
        call(run, due + 1_000_000);

        assertThat(run.mayBegin(due + 1_999_999)).isTrue();
        assertThat(run.mayBegin(due + 2_000_000)).isFalse();
    }

    @Test
    void calls_that_could_not_be_started_are_of_the_count() {
        for (Arrival arrival : List.of(new Arrival.Users(1, null), new Arrival.Rate(10))) {
            LoadRun run = counted(arrival);
            start(run);
            run.next();
            notStarted(run);
            run.next();
            notStarted(run);

            assertThat(run.over()).as("%s", arrival).isTrue();
            assertThat(run.finish().result().requests()).singleElement().satisfies(greet -> {
                assertThat(greet.failed()).isEqualTo(2);
                assertThat(greet.errors()).containsEntry("no message", 2L);
                assertThat(greet.serviceTime().getTotalCount()).isZero();
            });
        }
    }

    @Test
    void messages_that_only_the_server_sends_are_counted_as_they_come() {
        LoadRun run = counted(WATCH);
        start(run);

        message(run, "watch");
        assertThat(run.over()).isFalse();
        message(run, "watch");
        assertThat(run.over()).isTrue();
        assertThat(run.finish().verdict().reasons())
                .noneMatch(reason -> (reason.startsWith("ended ") || reason.startsWith("aborted")))
                .isNotNull();
        assertThat(grpc.windDowns)
                .as("streams that send or receive for a time wind down")
                .hasPositiveValue();
    }

    @Test
    void nothing_counts_before_its_first_user_begins() throws Exception {
        LoadRun run = run(Duration.ZERO);
        run.listeners().forEach(listener -> listener.runStarted(grpc));
        Thread.sleep(50);
        long before = System.nanoTime();
        run.begin();
        run.begin();

        double seconds = run.finish().result().window().seconds();
        assertThat(seconds).isLessThanOrEqualTo((System.nanoTime() - before) / 1e9);
    }

    @Test
    void stop_lets_timed_actions_end_well() {
        LoadRun run = run(Duration.ZERO);
        start(run);

        run.stop();

        assertThat(grpc.windDowns).hasPositiveValue();
        assertThat(run.finish().verdict().reasons())
                .noneMatch(reason -> (reason.startsWith("ended ") || reason.startsWith("aborted")));
    }

    @Test
    void run_whose_users_all_left_before_its_end_is_suspect() {
        LoadRun run = run(Duration.ZERO);
        start(run);
        call(run);

        assertThat(run.finish().verdict().reasons())
                .anyMatch(reason ->
                        reason.matches("ended early: all users finished after 0\\.\\d s \\(expected: 30s\\)"));
    }

    @Test
    void counted_run_in_which_nothing_completes_is_aborted() {
        LoadRun run = impatient(greet(new Arrival.Users(1, null)));
        run.next();
        begin(run);

        run.stalled().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();

        assertThat(run.finish().verdict().reasons())
                .anyMatch(reason -> reason.startsWith("aborted: nothing completed for "));
    }

    @Test
    void counted_run_is_not_aborted_while_the_next_call_is_not_yet_due() {
        LoadRun run = impatient(greet(new Arrival.Rate(0.1)));
        await().until(() -> intervals.size() >= 3);

        assertThat(run.stalled().toCompletableFuture()).isNotDone();
        run.finish();
    }

    @Test
    void count_of_messages_is_aborted_even_if_streams_end_all_the_time() {
        LoadRun run = impatient(WATCH);
        while (!run.stalled().toCompletableFuture().isDone()) {
            call(run, WATCH.name(), WATCH.kind(), System.nanoTime());
        }

        assertThat(run.finish().verdict().reasons()).anyMatch(reason -> reason.startsWith("aborted: "));
    }

    /** A run of two calls, or messages, that has begun, and waits a second for one of them. */
    private LoadRun impatient(RequestPlan request) {
        LoadPlan plan = new LoadPlan("load", new Target("localhost", 1), Duration.ZERO, null, 2L, List.of(request));
        LoadRun run = new LoadRun(
                plan,
                RunInfo.of("run-1", null, Map.of()),
                Goals.NONE,
                new CallCounters(),
                List.of(intervals::add),
                Duration.ofSeconds(1));
        start(run);
        return run;
    }

    @Test
    void does_not_wait_for_calls_that_never_end() {
        grpc.stopped = new CompletableFuture<>();
        LoadRun run = run(Duration.ZERO);
        start(run);

        JudgedResult result = run.finish();
        assertThat(result.result().requests())
                .allSatisfy(request -> assertThat(request.count()).isZero())
                .hasSize(5);
        assertThat(result.result().anySuccess()).isFalse();
        assertThat(result.verdict().reasons())
                .contains("nothing measured: no call due in the measured window completed (expected: at least one)");
    }

    private LoadRun run(Duration warmUp) {
        LoadPlan plan = new DemoPlan(10, warmUp, Duration.ofSeconds(30)).at(new Target("localhost", 1));
        return new LoadRun(
                plan, RunInfo.of("run-1", null, Map.of()), Goals.NONE, new CallCounters(), List.of(intervals::add));
    }

    private LoadRun counted(Arrival arrival) {
        return counted(greet(arrival));
    }

    private static RequestPlan greet(Arrival arrival) {
        return new RequestPlan("greet", "s/Greet", MethodType.UNARY, arrival, null, List.of("{}"), List.of());
    }

    private LoadRun counted(RequestPlan request) {
        LoadPlan plan = new LoadPlan("load", new Target("localhost", 1), Duration.ZERO, null, 2L, List.of(request));
        return new LoadRun(
                plan, RunInfo.of("run-1", null, Map.of()), Goals.NONE, new CallCounters(), List.of(intervals::add));
    }

    private void start(LoadRun run) {
        run.listeners().forEach(listener -> listener.runStarted(grpc));
        run.begin();
    }

    private static void notStarted(LoadRun run) {
        run.listeners().forEach(listener -> listener.callNotStarted("greet", MethodType.UNARY, "no message"));
    }

    private static void begin(LoadRun run) {
        run.listeners().forEach(listener -> listener.callStarted("greet", MethodType.UNARY, System.nanoTime()));
    }

    private static void message(LoadRun run, String name) {
        MessageSample sample = new MessageSample(name, MethodType.SERVER_STREAMING, 0, System.nanoTime(), 1, -1);
        run.listeners().forEach(listener -> listener.messageReceived(sample));
    }

    private static void call(LoadRun run) {
        call(run, System.nanoTime());
    }

    private static void call(LoadRun run, long due) {
        call(run, "greet", MethodType.UNARY, due);
    }

    private static void call(LoadRun run, String name, MethodType kind, long due) {
        long now = System.nanoTime();
        for (SampleListener listener : run.listeners()) {
            listener.callStarted(name, kind, due);
            listener.callEnded(new CallSample(
                    name, kind, due, now, now + 1000, Status.Code.OK, FailureSource.NONE, null, -1, -1, -1, false));
        }
    }

    private static final class FakeGrpcRun implements GrpcRun {

        private final AtomicInteger stops = new AtomicInteger();
        private final AtomicInteger windDowns = new AtomicInteger();
        private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

        @Override
        public long openCalls() {
            return 0;
        }

        /** Shows whether it was called after the stop: one more call over the limit per stop. */
        @Override
        public List<ChannelStats> channels() {
            WaitStats none = new WaitStats(0, 0, 0);
            return List.of(new ChannelStats("default", "localhost:1", 1, 0, stops.get(), 0, none, List.of()));
        }

        @Override
        public void windDown() {
            windDowns.incrementAndGet();
        }

        @Override
        public CompletionStage<Void> stop() {
            stops.incrementAndGet();
            return stopped;
        }
    }
}

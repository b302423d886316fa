package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.BackendStats;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.LatencyRecorder;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.gatling.grpc.stats.WaitStats;
import dev.yodel.loadtest.plan.DemoPlan;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.verdict.ExpectationCheck;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Statistics of known samples, made by the real recorder. */
public final class SampleStats {

    public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    public static final LoadPlan PLAN =
            calls(new DemoPlan(1000, Duration.ofSeconds(5), Duration.ofSeconds(10)).at(new Target("127.0.0.1", 50051)));
    public static final RunInfo INFO =
            new RunInfo("1.2.3", "run-1", "nightly", new TreeMap<>(Map.of("commit", "4fe1c90", "branch", "main")));
    public static final Goals GOALS =
            new Goals(List.of(Expectation.parse("greet: p99 < 50ms"), Expectation.parse("failed < 1%")), true, false);
    public static final Window WINDOW = new Window(START, START.plusSeconds(10), 10);
    public static final InjectorReadings INJECTOR = new InjectorReadings(0.42, 0.013, 0.0, 0.9, 7.0, 12, 0.004);

    /** Channels to two backends: one where everything happened that can, and one where nothing did. */
    public static final ChannelStats CHANNELS = new ChannelStats(
            "default",
            "127.0.0.1:50051",
            3,
            0,
            7,
            2,
            new WaitStats(3, nanos(6), nanos(4)),
            List.of(
                    new BackendStats(
                            "127.0.0.1:50051",
                            12_345,
                            3,
                            0,
                            1,
                            Map.of("NO_ERROR", 2L, "ENHANCE_YOUR_CALM", 1L),
                            new WaitStats(12, nanos(30), nanos(5)),
                            4),
                    new BackendStats("127.0.0.2:50051", 1, 1, 0, 0, Map.of(), new WaitStats(0, 0, 0), 0)));

    private final LatencyRecorder recorder = new LatencyRecorder();

    /** A hundred unary calls of 1 to 100 ms, begun on time; then one that failed. */
    public SampleStats greetings() {
        for (int millis = 1; millis <= 100; millis++) {
            call("greet", MethodType.UNARY, 0, millis, Status.Code.OK, FailureSource.NONE, null);
        }
        return call(
                "greet",
                MethodType.UNARY,
                0,
                1500,
                Status.Code.UNAVAILABLE,
                FailureSource.CONNECTION,
                "UNAVAILABLE: connection refused");
    }

    /** A stream of 5 s, on which three messages were sent and each was answered within 1, 2 and 3 ms. */
    public SampleStats chat() {
        call("chat", MethodType.BIDI_STREAMING, 0, 5000, Status.Code.OK, FailureSource.NONE, null);
        for (int index = 0; index < 3; index++) {
            recorder.messageSent("chat", MethodType.BIDI_STREAMING, 0, 0);
            message("chat", MethodType.BIDI_STREAMING, index, 150, index + 1);
        }
        return this;
    }

    /** A server stream whose first message took 4 ms, and the second another 1 ms. */
    public SampleStats expansion() {
        call("expand", MethodType.SERVER_STREAMING, 0, 5, Status.Code.OK, FailureSource.NONE, null);
        recorder.messageSent("expand", MethodType.SERVER_STREAMING, 0, 0);
        message("expand", MethodType.SERVER_STREAMING, 0, 4, -1);
        message("expand", MethodType.SERVER_STREAMING, 1, 1, -1);
        return this;
    }

    /** A client stream of 40 ms with a reported server time of 30 ms: two messages of 10 bytes, and a response of 6. The server ended it early. */
    public SampleStats collection() {
        recorder.callEnded(new CallSample(
                "collect",
                MethodType.CLIENT_STREAMING,
                0,
                0,
                nanos(40),
                Status.Code.OK,
                FailureSource.NONE,
                null,
                20,
                6,
                nanos(30),
                true));
        recorder.messageSent("collect", MethodType.CLIENT_STREAMING, 0, 0);
        recorder.messageSent("collect", MethodType.CLIENT_STREAMING, 0, 0);
        message("collect", MethodType.CLIENT_STREAMING, 0, 40, -1);
        return this;
    }

    /** A request of the plan without a call. */
    public SampleStats planned(String name, MethodType kind) {
        recorder.include(name, kind);
        return this;
    }

    /** A call that started late: due at 0, handed over later. */
    public SampleStats call(
            String name,
            MethodType kind,
            long startMillis,
            long endMillis,
            Status.Code status,
            FailureSource failureSource,
            @Nullable String error) {
        recorder.callEnded(new CallSample(
                name, kind, 0, nanos(startMillis), nanos(endMillis), status, failureSource, error, -1, -1, -1, false));
        return this;
    }

    public List<RequestStats> take() {
        return recorder.take();
    }

    /** A result of the demo's plan over ten seconds. */
    public JudgedResult result(Verdict verdict) {
        List<RequestStats> requests = take();
        return new JudgedResult(
                new RunResult(
                        INFO,
                        PLAN,
                        WINDOW,
                        INJECTOR,
                        requests,
                        List.of(CHANNELS),
                        timeline(),
                        List.of(),
                        List.of(
                                slow(1500, Status.Code.UNAVAILABLE, null),
                                slow(100, Status.Code.OK, "127.0.0.1:50051"))),
                verdict,
                GOALS,
                ExpectationCheck.results(GOALS.expectations(), PLAN, requests, WINDOW.seconds()));
    }

    /** The trace of calls that reached a server. */
    public static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    /** A greeting that took so long, and was sent 1 ms late. */
    public static SlowCall slow(long millis, Status.Code status, @Nullable String peer) {
        return new SlowCall(
                "greet",
                START.plusMillis(250),
                nanos(millis),
                nanos(millis - 1),
                peer == null ? -1 : nanos(3),
                status,
                status == Status.Code.OK,
                peer,
                peer == null ? null : TRACE);
    }

    /** Two seconds with greetings and a chat, a third one with a stream that is still open. */
    private static List<TimePoint> timeline() {
        Timeline timeline = new Timeline(PLAN.warmUp());
        for (int second = 1; second <= 2; second++) {
            timeline.read(new SampleStats()
                    .chat()
                    .greetings()
                    .interval(Duration.ofSeconds(5 + second), Interval.Phase.WINDOW, 1000));
        }
        timeline.read(new Interval(
                START,
                Duration.ofSeconds(8),
                1,
                Interval.Phase.WINDOW,
                List.of(),
                List.of(),
                999,
                new IntervalHealth(0.42, 0.9, 12)));
        return timeline.points();
    }

    /** Statistics of that many calls and messages; the two histograms may be empty. */
    public static RequestStats stats(
            String name,
            MethodType kind,
            long ok,
            long failed,
            long endedEarly,
            Map<FailureSource, Long> failureSources,
            long sent,
            long received,
            Histogram startLag,
            Histogram roundTrip) {
        Histogram none = new Histogram(3);
        return new RequestStats(
                name,
                kind,
                ok,
                failed,
                endedEarly,
                Map.of(),
                failureSources,
                Map.of(),
                sent,
                received,
                0,
                0,
                none,
                none,
                startLag,
                none,
                roundTrip,
                none,
                none);
    }

    /** An interval of one second that ends so long after the start. */
    public Interval interval(Duration end, Interval.Phase phase, long openStreams) {
        return new Interval(START, end, 1.0, phase, take(), List.of(), openStreams, IntervalHealth.UNKNOWN);
    }

    private void message(String name, MethodType kind, int index, long gapMillis, long roundTripMillis) {
        recorder.messageReceived(new MessageSample(
                name, kind, index, nanos(1000), nanos(gapMillis), roundTripMillis < 0 ? -1 : nanos(roundTripMillis)));
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** The four kinds of calls of the demo, without its room. */
    private static LoadPlan calls(LoadPlan demo) {
        return new LoadPlan(
                demo.scenario(),
                demo.target(),
                demo.warmUp(),
                demo.duration(),
                null,
                demo.requests().subList(0, 4));
    }
}

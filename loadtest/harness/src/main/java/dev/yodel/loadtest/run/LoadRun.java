package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.GrpcRun;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.loadtest.health.InjectorHealth;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.InjectorReadings;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.Timeline;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Reason;
import dev.yodel.loadtest.verdict.RunVerdict;
import dev.yodel.loadtest.verdict.Thresholds;
import dev.yodel.loadtest.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One run of a load test. The simulation asks it whether to start another call; its listeners record every call. A run
 * starts with the first virtual user. It is <em>over</em>, and starts no new calls, when its time is up, its count is
 * reached, or it is stopped. It is <em>finished</em>, and has a result, when the calls in flight have ended too.
 * Thread-safe.
 */
public final class LoadRun {

    private static final long STOP_MILLIS = 1_000;

    private final LoadPlan plan;
    private final RunInfo info;
    private final Goals goals;
    private final RunTime time;
    private final StartGate gate = new StartGate(System::nanoTime);
    private final @Nullable CountLimit count;
    private final WindowedRecorder recorder;
    private final CallCounters calls;
    private final InjectorHealth health;
    private final StallDetector stall;
    private final IntervalTicker ticker;
    private final GoalWatch watch;
    private final RunJudge judge;
    private final Timeline timeline;
    private volatile @Nullable GrpcRun grpc;
    private final List<Supplier<String>> notes = new CopyOnWriteArrayList<>();
    private volatile @Nullable JudgedResult result;

    /**
     * A run that has not started.
     *
     * @param goals what is expected of it
     * @param calls the counters of its calls
     * @param readers receive its intervals, about one per second
     */
    public LoadRun(LoadPlan plan, RunInfo info, Goals goals, CallCounters calls, List<IntervalReader> readers) {
        this(plan, info, goals, calls, readers, Thresholds.STALL);
    }

    LoadRun(
            LoadPlan plan,
            RunInfo info,
            Goals goals,
            CallCounters calls,
            List<IntervalReader> readers,
            Duration patience) {
        this.plan = plan;
        this.info = info;
        this.goals = goals;
        this.calls = calls;
        time = new RunTime(System::nanoTime, InstantSource.system(), plan.warmUp(), plan.longest(), plan.afterwards());
        count = plan.count() == null ? null : new CountLimit(plan, plan.count(), time, calls, this::stop);
        recorder = new WindowedRecorder(time, plan.requests());
        health = InjectorHealth.watch(time::counts);
        stall = new StallDetector(plan, patience);
        List<IntervalReader> all = new ArrayList<>(readers);
        if (count != null) {
            all.add(stall); // only calls that complete end a counted run
        }
        watch = new GoalWatch(
                goals, plan, numbers -> recorder.stages(numbers::contains), calls::openByName, this::stop);
        all.add(watch);
        timeline = new Timeline(plan.warmUp());
        all.add(timeline);
        judge = new RunJudge(plan, goals, time, calls, health);
        ticker = new IntervalTicker(time, recorder, calls, health::take, all, judge);
    }

    public LoadPlan plan() {
        return plan;
    }

    public String runId() {
        return info.runId();
    }

    /** The gate that its first user passes. */
    public StartGate gate() {
        return gate;
    }

    /** The listeners that the protocol must report every sample to, in this order. */
    public List<SampleListener> listeners() {
        SampleListener start = new SampleListener() {
            @Override
            public void runStarted(GrpcRun run) {
                grpc = run;
            }
        };
        return count == null ? List.of(start, recorder, calls) : List.of(start, recorder, calls, count);
    }

    /** Adds a line to print below the summary. */
    public void note(Supplier<String> line) {
        notes.add(line);
    }

    /** The lines to print below the summary. */
    public List<String> notes() {
        return notes.stream().map(Supplier::get).toList();
    }

    /** A virtual user begins. The first one starts the time line: Gatling's own start-up is not measured. */
    public void begin() {
        if (!time.started()) {
            start();
        }
    }

    /** Whether nothing may begin any more. */
    public boolean over() {
        return time.over() || (count != null && count.spent());
    }

    /** Whether one more call, or message, may begin; each yes takes one from the count of the plan. */
    public boolean next() {
        return !time.over() && (count == null || count.take());
    }

    /** The due time that long after the start of the run, on the nanosecond clock. */
    public long dueAfter(Duration sinceBegin) {
        return time.momentAfterStart(sinceBegin);
    }

    /** Whether a call due at that moment of the nanosecond clock may begin, however late it is. */
    public boolean mayBegin(long dueNanos) {
        return time.isBeforeEnd(dueNanos);
    }

    /** The phase that the run is in. */
    public Phase phase() {
        return time.phase();
    }

    /** The rest of the warm-up; zero once the window has begun. */
    public Duration warmUpLeft() {
        return time.warmUpLeft();
    }

    /** The time since the start of the window; negative before it. */
    public Duration sinceWindow() {
        return time.sinceWindow();
    }

    /** The time until the end of the load. */
    public Duration left() {
        return time.left();
    }

    /** What is known of the run now. */
    public RunState state() {
        RunJudge.Judgement judged = judge.latest();
        return new RunState(
                time.sinceWindow(),
                time.over(),
                judged.verdict(),
                judged.counted(),
                judged.expectations(),
                channels(),
                health.cpuTimes());
    }

    /** When the window started or will start; now and a warm-up if the run has not started. */
    public Instant windowStart() {
        return time.startedAt().plus(plan.warmUp());
    }

    /** The result so far, with the verdict so far; the final ones once the run has finished. */
    public JudgedResult soFar() {
        JudgedResult finished = result;
        if (finished != null) {
            return finished;
        }
        RunJudge.Judgement judged = judge.latest();
        RunResult measured = new RunResult(
                info,
                plan,
                time.windowSoFar(),
                health.readings(),
                judged.counted(),
                channels(),
                timeline.points(),
                List.of(),
                recorder.slowest());
        List<String> reasons =
                judged.verdict().reasons().stream().map(Reason::text).toList();
        return new JudgedResult(measured, Verdict.of(reasons), goals, judged.expectations());
    }

    /** Whether the run has finished, and has its result. */
    public boolean finished() {
        return result != null;
    }

    /** How late a timer of the load generator fired, in nanoseconds, since the last time that this was called. */
    public Histogram takeTimerLag() {
        return health.takeTimerLag();
    }

    /** Ends the window now; calls in flight may end by themselves. */
    public void stop() {
        time.stop();
        gate.open();
        GrpcRun run = grpc;
        if (run != null) {
            run.windDown();
        }
    }

    /** Completes when a counted run has stalled and must be aborted. */
    public CompletionStage<Void> stalled() {
        return stall.stalled();
    }

    /** Ends the run and cancels calls still open. Returns the same result each time. */
    public synchronized JudgedResult finish() {
        if (result != null) {
            return result;
        }
        boolean early = !over();
        stop();
        cancelOpenCalls();
        List<RequestStats> totals = ticker.finish();
        Window window = time.window();
        List<RequestStats> requests = window.seconds() > 0 ? totals : List.of();
        InjectorReadings injector = health.readings();
        health.close();
        RunResult measured = new RunResult(
                info,
                plan,
                window,
                injector,
                requests,
                channels(),
                timeline.points(),
                recorder.stages(every -> true),
                recorder.slowest());
        RunVerdict.End end = end(early);
        result = watch.seal(RunVerdict.judge(measured, end, goals));
        judge.end(result, RunVerdict.reasons(measured, end));
        return result;
    }

    private RunVerdict.End end(boolean early) {
        if (stall.isStalled()) {
            return RunVerdict.End.STALLED;
        }
        return early ? RunVerdict.End.EARLY : RunVerdict.End.DUE;
    }

    private void cancelOpenCalls() {
        GrpcRun run = grpc;
        if (run != null) {
            run.stop()
                    .toCompletableFuture()
                    .completeOnTimeout(null, STOP_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    /** Complete only after the cancellation: it ends calls that still wait for a stream. */
    private List<ChannelStats> channels() {
        GrpcRun run = grpc;
        return run == null ? List.of() : run.channels();
    }

    private synchronized void start() {
        if (time.started() || result != null) {
            return;
        }
        time.start();
        ticker.start();
    }
}

package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.GrpcRun;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.loadtest.health.InjectorHealth;
import dev.yodel.loadtest.health.InjectorReadings;
import dev.yodel.loadtest.live.CallCounts;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.result.ChannelResult;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.RequestResult;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.Totals;
import dev.yodel.loadtest.result.Version;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.verdict.RunVerdict;
import dev.yodel.loadtest.verdict.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run: what its simulation listens to and asks, and what becomes of it. It starts with the first of its users, is over
 * when its window ends, its count is reached or somebody stops it, and has a result once it is finished. Thread-safe.
 */
public final class LoadRun {

    private static final long STOP_MILLIS = 1_000;

    /** How long a counted run waits for a call to end, or a message to come, that could have begun by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LoadPlan plan;
    private final String runId;
    private final List<IntervalReader> readers;
    private final RunTime time;
    private final @Nullable CountLimit count;
    private final WindowedRecorder recorder;
    private final CallCounts calls;
    private final InjectorHealth health;
    private final Totals totals = new Totals();
    private final StallDetector standstill;
    private final ScheduledExecutorService ticker;
    private Duration lastReading = Duration.ZERO;
    private Phase phase = Phase.WARM_UP;
    private volatile @Nullable GrpcRun grpc;
    private @Nullable RunResult result;

    /**
     * A run that has not started.
     *
     * @param calls where it counts its calls
     * @param readers who is told how it goes on, about once a second
     */
    public LoadRun(LoadPlan plan, String runId, CallCounts calls, List<IntervalReader> readers) {
        this(plan, runId, calls, readers, PATIENCE);
    }

    LoadRun(LoadPlan plan, String runId, CallCounts calls, List<IntervalReader> readers, Duration patience) {
        this.plan = plan;
        this.runId = runId;
        this.calls = calls;
        standstill = new StallDetector(plan, patience);
        time = new RunTime(System::nanoTime, InstantSource.system(), plan.warmUp(), plan.longest());
        List<IntervalReader> all = new ArrayList<>(readers);
        if (plan.count() != null) {
            all.add(standstill); // it ends by its calls: if none of them ends any more, it has to be ended
        }
        this.readers = List.copyOf(all);
        count = plan.count() == null ? null : new CountLimit(plan, plan.count(), time, calls, this::stop);
        recorder = new WindowedRecorder(time);
        health = InjectorHealth.watch(time::counts);
        ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "yodel-ticker");
            thread.setDaemon(true);
            return thread;
        });
    }

    public LoadPlan plan() {
        return plan;
    }

    public String runId() {
        return runId;
    }

    /** Those whom the protocol is to tell of every sample. */
    public List<SampleListener> listeners() {
        SampleListener start = new SampleListener() {
            @Override
            public void runStarted(GrpcRun run) {
                grpc = run;
            }
        };
        return count == null ? List.of(start, recorder, calls) : List.of(start, recorder, calls, count);
    }

    /** A user begins: the time line starts with the first, so that nothing Gatling does before is in a figure. */
    public void begin() {
        if (!time.started()) {
            start();
        }
    }

    /** Whether nothing is to be begun any more. */
    public boolean over() {
        return time.over() || (count != null && count.spent());
    }

    /** Whether one more call, or message, is to be begun; each yes is one of the plan's count. */
    public boolean next() {
        return !time.over() && (count == null || count.take());
    }

    /** When something is due that long after the run has begun, on the nanosecond clock. */
    public long dueAfter(Duration sinceBegin) {
        return time.momentAfterStart(sinceBegin);
    }

    /** Whether what is due at that moment of the nanosecond clock is to be begun, however late. */
    public boolean wants(long dueNanos) {
        return time.isBeforeEnd(dueNanos);
    }

    /** How much of the warm-up is left; zero once the window has begun. */
    public Duration warmUpLeft() {
        return time.warmUpLeft();
    }

    /** How much is left until the end of the window. */
    public Duration left() {
        return time.left();
    }

    /** Has the run be over now: what was begun comes to its end, and the window ends here. */
    public void stop() {
        time.stop();
        GrpcRun run = grpc;
        if (run != null) {
            run.windDown();
        }
    }

    /** Done when a counted run has come to a stand, and is to be finished as it is. */
    public CompletionStage<Void> givenUp() {
        return standstill.reached();
    }

    /** Ends the run, cancels what is still open, and gives the result; the same one each time. */
    public synchronized RunResult finish() {
        if (result != null) {
            return result;
        }
        boolean early = !over();
        stop();
        cancelOpenCalls();
        ticker.shutdownNow();
        read();
        Window window = time.window();
        List<RequestResult> requests = window.seconds() > 0 ? RunResult.requests(totals.figures(), window) : List.of();
        InjectorReadings injector = health.observed();
        RunVerdict.End end =
                standstill.isReached() ? RunVerdict.End.GIVEN_UP : early ? RunVerdict.End.EARLY : RunVerdict.End.DUE;
        Verdict verdict = RunVerdict.of(plan, requests, window, injector, end);
        result = new RunResult(Version.current(), runId, verdict, plan, window, injector, requests, channels());
        health.close();
        return result;
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

    /** To be read once nothing is open: a call that still waits for a stream is counted when it is given up. */
    private List<ChannelResult> channels() {
        GrpcRun run = grpc;
        return run == null
                ? List.of()
                : run.channels().stream().map(ChannelResult::of).toList();
    }

    private synchronized void tick() {
        if (result == null) {
            read();
        }
    }

    private void read() {
        if (!time.started()) {
            return;
        }
        Duration now = time.elapsed();
        Interval interval = new Interval(
                time.startedAt(),
                now,
                now.minus(lastReading).toNanos() / 1e9,
                phase,
                recorder.takeCounted(),
                recorder.takeUncounted(),
                calls.openStreams());
        lastReading = now;
        phase = time.phase();
        totals.add(interval.counted());
        readers.forEach(reader -> reader.read(interval));
    }

    private synchronized void start() {
        if (time.started() || result != null) {
            return;
        }
        time.start();
        phase = time.phase();
        var unused = ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }
}

package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.CallSample;
import dev.yodel.gatling.grpc.GrpcRun;
import dev.yodel.gatling.grpc.SampleListener;
import dev.yodel.loadtest.health.InjectorHealth;
import dev.yodel.loadtest.health.Observed;
import dev.yodel.loadtest.health.Verdict;
import dev.yodel.loadtest.live.CallCounts;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.ChannelResult;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.RequestResult;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.Totals;
import dev.yodel.loadtest.result.Version;
import dev.yodel.loadtest.result.Window;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One run: what its simulation listens to and asks, and what becomes of it. It starts when Gatling starts the simulation,
 * is over when its window ends, its count is reached or somebody stops it, and has a result once it is finished.
 * Thread-safe.
 */
public final class LoadRun {

    private static final long STOP_MILLIS = 1_000;

    private final LoadPlan plan;
    private final String runId;
    private final List<IntervalReader> readers;
    private final RunTime time;
    private final Budget budget;
    private final WindowedRecorder recorder;
    private final CallCounts calls;
    private final InjectorHealth health;
    private final Totals totals = new Totals();
    private final boolean asksForCalls;
    private final AtomicLong ended = new AtomicLong();
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
        this.plan = plan;
        this.runId = runId;
        this.calls = calls;
        asksForCalls = plan.requests().stream().allMatch(LoadRun::asksForCalls);
        this.readers = List.copyOf(readers);
        time = new RunTime(System::nanoTime, InstantSource.system(), plan.warmUp(), plan.longest());
        budget = new Budget(plan.count());
        recorder = new WindowedRecorder(time);
        health = InjectorHealth.watch(() -> time.phase() == Phase.WINDOW);
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
        return List.of(recorder, calls, new Course());
    }

    /** Whether nothing is to be begun any more. */
    public boolean over() {
        return time.over() || budget.spent();
    }

    /** Whether one more call, or message, is to be begun; each yes is one of the plan's count. */
    public boolean next() {
        return !time.over() && budget.take();
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
    }

    /** What was seen of the injector so far. */
    public Observed observed() {
        return health.observed();
    }

    /** Ends the run, cancels what is still open, and gives the result; the same one each time. */
    public synchronized RunResult finish() {
        if (result != null) {
            return result;
        }
        stop();
        cancelOpenCalls();
        ticker.shutdownNow();
        read();
        Window window = time.window();
        List<RequestResult> requests = window.seconds() > 0 ? RunResult.requests(totals.figures(), window) : List.of();
        Verdict verdict = RunVerdict.of(plan, requests, window, health.observed());
        result = new RunResult(Version.current(), runId, verdict, plan, window, requests, channels());
        health.close();
        return result;
    }

    /** Whether its users ask for each call; not for messages, whose stream is open by then, and not for nothing. */
    private static boolean asksForCalls(RequestPlan request) {
        return request.arrival() instanceof Arrival.Users
                || (request.arrival() instanceof Arrival.Streams && request.kind() == MethodType.SERVER_STREAMING);
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

    private synchronized void started(GrpcRun run) {
        grpc = run;
        time.start();
        phase = time.phase();
        var unused = ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** Learns when the run starts, and ends its window with the last call of its count. Told after all others. */
    private final class Course implements SampleListener {

        @Override
        public void runStarted(GrpcRun run) {
            started(run);
        }

        /** Calls at a rate are begun by their pace, and ask nobody; one that was due in the warm-up is none of the count. */
        @Override
        public void callStarted(String name, MethodType kind, long dueNanos) {
            if (plan.count() != null && plan.request(name).arrival() instanceof Arrival.Rate && time.counts(dueNanos)) {
                budget.take();
            }
        }

        @Override
        public void callEnded(CallSample sample) {
            if (time.counts(sample.dueNanos())) {
                ended.incrementAndGet();
            }
            if (budget.spent() && calls.open() == 0 && !isCallToCome()) {
                time.stop();
            }
        }

        /** Whether a user was told to begin one more call and has not yet done so: it is to be due in the window. */
        private boolean isCallToCome() {
            return asksForCalls && ended.get() < Objects.requireNonNull(plan.count());
        }
    }
}

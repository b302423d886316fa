package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.IntervalHealth;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.Totals;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Reads the recorder once a second and at the end: passes each interval to the readers, sums what counts and has it judged. Thread-safe. */
final class IntervalTicker {

    private final RunTime time;
    private final WindowedRecorder recorder;
    private final CallCounters calls;
    private final Supplier<IntervalHealth> health;
    private final List<IntervalReader> readers;
    private final RunJudge judge;
    private final Totals totals = new Totals();
    private final ScheduledExecutorService timer;
    private Duration lastReading = Duration.ZERO;
    private Phase phase = Phase.WARM_UP;
    private boolean finished;

    IntervalTicker(
            RunTime time,
            WindowedRecorder recorder,
            CallCounters calls,
            Supplier<IntervalHealth> health,
            List<IntervalReader> readers,
            RunJudge judge) {
        this.time = time;
        this.recorder = recorder;
        this.calls = calls;
        this.health = health;
        this.readers = List.copyOf(readers);
        this.judge = judge;
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "yodel-ticker");
            thread.setDaemon(true);
            return thread;
        });
    }

    synchronized void start() {
        phase = time.phase();
        var unused = timer.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** Reads for the last time; returns the totals of the window. */
    synchronized List<RequestStats> finish() {
        finished = true;
        timer.shutdownNow();
        read();
        return totals.stats();
    }

    private synchronized void tick() {
        if (!finished) {
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
                calls.openStreams(),
                health.get());
        lastReading = now;
        phase = time.phase();
        totals.add(interval.counted());
        judge.read(totals.stats());
        readers.forEach(reader -> reader.read(interval));
    }
}

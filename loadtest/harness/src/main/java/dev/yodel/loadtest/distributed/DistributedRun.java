package dev.yodel.loadtest.distributed;

import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.report.console.Summary;
import dev.yodel.loadtest.result.InjectorRow;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.verdict.JudgedResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A load test on several injectors, from their start to one result. Closing it, at the end of the run or before, ends the
 * injectors with what they have measured, then prints and writes the merged result. Thread-safe.
 */
public final class DistributedRun implements AutoCloseable {

    /** From the command to start until the start: each must have read it by then. */
    private static final Duration LEAD = Duration.ofSeconds(3);

    private static final int CLOCK_ROUNDS = 5;
    private static final Duration CLOCK_ROUND = Duration.ofSeconds(2);

    /** How long injectors may take to send their results after a stop. */
    private static final Duration STOP = Duration.ofSeconds(15);

    private final Duration ready;
    private final Coordinator coordinator;
    private final Injectors injectors;
    private final Path folder;
    private final ResultFolder result;
    private final RunInfo info;
    private final Goals goals;
    private final List<IntervalReader> readers;
    private final PrintStream out;
    private final Set<Integer> named = new HashSet<>();
    private volatile boolean started;
    private @Nullable String problem;
    private boolean badInput;
    private @Nullable JudgedResult judged;

    private DistributedRun(
            Duration ready,
            Coordinator coordinator,
            Injectors injectors,
            Path folder,
            ResultFolder result,
            RunInfo info,
            Goals goals,
            List<IntervalReader> readers,
            PrintStream out) {
        this.ready = ready;
        this.coordinator = coordinator;
        this.injectors = injectors;
        this.folder = folder;
        this.result = result;
        this.info = info;
        this.goals = goals;
        this.readers = List.copyOf(readers);
        this.out = out;
    }

    /**
     * Starts injectors.
     *
     * @param arguments those of {@code yodel} for each
     * @param result where the merged result goes; those of injectors go to a folder below it
     * @param goals what is expected of the merged result
     * @param readers receive what happened on all injectors together, about each second
     * @throws IOException if they cannot be started
     */
    public static DistributedRun start(
            Engine engine,
            int number,
            List<String> arguments,
            ResultFolder result,
            RunInfo info,
            Goals goals,
            List<IntervalReader> readers,
            PrintStream out)
            throws IOException {
        Path folder = result.result().resolveSibling("injectors");
        delete(folder);
        Coordinator coordinator = new Coordinator(number, folder, info, System::nanoTime, DistributedRun::wallNanos);
        Injectors injectors = engine.start(number, arguments, coordinator);
        return new DistributedRun(engine.ready(), coordinator, injectors, folder, result, info, goals, readers, out);
    }

    private static long wallNanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** Waits for the end of all injectors. */
    public void await() throws InterruptedException {
        if (!begin()) {
            return;
        }
        while (!coordinator.await(Coordinator::allOver, Coordinator.TICK)) {
            tick();
        }
        tick();
    }

    /** The barrier: all are ready, their clocks known, and the start is announced. */
    private boolean begin() throws InterruptedException {
        long end = System.nanoTime() + ready.toNanos();
        while (!coordinator.await(all -> all.allReady() || all.anyOver(), Coordinator.TICK)) {
            tick();
            if (System.nanoTime() - end > 0) {
                coordinator.loseRest("not ready after %d s".formatted(ready.toSeconds()));
            }
        }
        Coordinator.Problem found = coordinator.problem();
        if (found != null) {
            fail(found);
            return false;
        }
        for (int round = 0; round < CLOCK_ROUNDS; round++) {
            injectors.send(coordinator.askClock());
            int rounds = round + 1;
            coordinator.await(all -> all.clockAnswers() >= rounds, CLOCK_ROUND);
        }
        synchronized (this) {
            started = true;
        }
        injectors.send(coordinator.start(LEAD));
        return true;
    }

    private synchronized void fail(Coordinator.Problem found) {
        problem = found.text();
        badInput = found.badInput();
    }

    private void tick() {
        Interval interval = coordinator.tick();
        for (InjectorRow row : coordinator.rows()) {
            if (row.lost() != null && started && named.add(row.number())) {
                out.printf("injector %d: lost: %s%n", row.number(), row.lost());
            }
        }
        if (interval != null) {
            readers.forEach(reader -> reader.read(interval));
        }
    }

    /** Why there is no result, in one line; null if there is one. Known once the run is closed. */
    public synchronized @Nullable String problem() {
        return problem;
    }

    /** Whether what was asked for cannot be done. */
    public synchronized boolean isBadInput() {
        return badInput;
    }

    /** The merged result; null if there is none. Known once the run is closed. */
    public synchronized @Nullable JudgedResult judged() {
        return judged;
    }

    @Override
    public synchronized void close() throws IOException {
        if (started && !coordinator.allOver()) {
            injectors.send("stop");
            awaitResults();
        }
        injectors.close();
        coordinator.loseRest(started ? "no result %d s after it was stopped".formatted(STOP.toSeconds()) : "stopped");
        if (!started) {
            return;
        }
        MergedResult merged = new MergedResult(folder, coordinator.rows());
        JudgedResult all = merged.judged(info, goals);
        if (all == null) {
            problem = "no injector has a result: " + String.join("; ", merged.faults());
            return;
        }
        judged = all;
        merged.write(result, all);
        out.print("\n" + Summary.of(all));
        out.println("\nresults: " + result.result());
        out.println("report: " + result.report());
        out.flush();
    }

    private void awaitResults() throws IOException {
        try {
            coordinator.await(Coordinator::allOver, STOP);
        } catch (InterruptedException e) {
            injectors.close();
            throw new IOException("interrupted", e);
        }
    }

    /** Results of an earlier run. */
    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            files.forEach(all::add);
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.delete(all.get(i));
        }
    }
}

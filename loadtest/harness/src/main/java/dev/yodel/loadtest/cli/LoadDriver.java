package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.Yodel;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.run.RecordedRun;
import dev.yodel.loadtest.run.RunId;
import dev.yodel.loadtest.target.Preflight;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes a plan from a target that answers to a result that is told. */
final class LoadDriver {

    static final int LIVE_PORT = 9_465;

    private static final Duration PREFLIGHT = Duration.ofSeconds(5);

    private final PrintStream out;
    private final RunResources opened;
    private final String runId;
    private volatile boolean driving;

    private LoadDriver(PrintStream out, RunResources opened, String runId) {
        this.out = out;
        this.opened = opened;
        this.runId = runId;
    }

    /**
     * Does the work of a command, and closes what it opened when it ends or a signal ends it.
     *
     * @return the exit code
     */
    static int run(Work work) throws CommandFailedException {
        try (RunResources opened = RunResources.untilStopped()) {
            LoadDriver driver = new LoadDriver(Yodel.console(), opened, RunId.of(Instant.now(), new Random()));
            return driver.doIt(work);
        }
    }

    private int doIt(Work work) throws CommandFailedException {
        try {
            opened.open(() -> this::sayIfNothingBegan);
            work.run(this, out);
            return ExitCode.OK;
        } catch (CommandFailedException e) {
            if (opened.stopped()) {
                return ExitCode.FAILED; // for nobody to see: the JVM ends with the code of the signal
            }
            throw e;
        }
    }

    /** What has been opened, and will be closed. */
    RunResources opened() {
        return opened;
    }

    /** The folder asked for, else a new one below {@code yodel-results}. */
    ResultFolder folder(@Nullable Path asked) throws CommandFailedException {
        Path path = asked == null ? Path.of("yodel-results", runId) : asked;
        if (path.toString().isEmpty()) {
            throw CommandFailedException.badInput("--out: '' (expected: a folder that can be written to)");
        }
        try {
            return ResultFolder.open(path);
        } catch (IOException e) {
            throw CommandFailedException.badInput(
                    "--out: %s (expected: a folder that can be written to)".formatted(path));
        }
    }

    /** Sees that the target can answer. */
    void tryOut(Target target) throws CommandFailedException {
        Optional<String> problem = Preflight.problem(target, PREFLIGHT);
        if (problem.isPresent()) {
            throw CommandFailedException.badInput(problem.get());
        }
    }

    /**
     * Runs the plan and tells what came of it.
     *
     * @param interrupted done, with the reason, if the run is to fail
     */
    void drive(
            LoadPlan plan,
            ResultFolder folder,
            int livePort,
            Class<? extends Simulation> simulation,
            CompletionStage<String> interrupted)
            throws CommandFailedException {
        RecordedRun recorded = record(plan, folder, livePort);
        LoadSession session = opened.open(() -> {
            driving = true;
            return LoadSession.start(recorded, simulation, out);
        });
        interrupted.thenAccept(reason -> {
            if (!opened.closing()) {
                session.fail(reason);
            }
        });
        session.await();
        opened.close();
        CommandFailedException failure = session.failure();
        if (failure != null) {
            throw failure;
        }
    }

    private RecordedRun record(LoadPlan plan, ResultFolder folder, int livePort) throws CommandFailedException {
        try {
            RecordedRun recorded =
                    opened.open(() -> RecordedRun.open(plan, runId, folder, livePort, List.of(new LiveConsole(out))));
            out.printf("injector metrics=%s%n", recorded.metricsUrl());
            return recorded;
        } catch (IOException e) {
            throw CommandFailedException.failed(FileErrorText.of(e));
        }
    }

    private void sayIfNothingBegan() {
        if (opened.stopped() && !driving) {
            out.println("stopped before the load began: nothing was measured");
        }
    }

    /** What a command does with a driver, and the console. */
    interface Work {
        void run(LoadDriver driver, PrintStream console) throws CommandFailedException;
    }
}

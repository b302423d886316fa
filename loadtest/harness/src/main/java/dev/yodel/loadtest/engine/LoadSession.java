package dev.yodel.loadtest.engine;

import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.TraceShare;
import dev.yodel.loadtest.plan.data.BearerToken;
import dev.yodel.loadtest.report.console.Summary;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Thresholds;
import io.gatling.core.session.el.ElParserException;
import io.gatling.javaapi.core.Simulation;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A recorded run while Gatling executes it. Closing it, at the end of the run or before, gives calls in flight a moment to
 * end, then prints and writes the result. Thread-safe.
 */
public final class LoadSession implements AutoCloseable {

    private static final long GRACE_MILLIS = 1_000;

    private final RecordedRun recorded;
    private final PrintStream out;
    private final CompletableFuture<Void> gatling;
    private volatile @Nullable RunFailedException problem;
    private volatile @Nullable JudgedResult result;

    private LoadSession(RecordedRun recorded, PrintStream out, CompletableFuture<Void> gatling) {
        this.recorded = recorded;
        this.out = out;
        this.gatling = gatling;
    }

    /** Starts the simulation in Gatling. */
    public static LoadSession start(
            RecordedRun recorded,
            Class<? extends Simulation> simulation,
            @Nullable BearerToken token,
            @Nullable TraceShare trace,
            PrintStream out) {
        PreparedRuns.put(new PreparedRun(recorded.run(), token, trace));
        CompletableFuture<Void> gatling = GatlingEngine.start(simulation);
        LoadSession session = new LoadSession(recorded, out, gatling);
        recorded.run().stalled().thenRun(session::abort);
        return session;
    }

    /** Ends the run early, as failed for this reason. */
    public void fail(String reason) {
        problem = RunFailedException.failed(reason);
        recorded.run().stop();
        gatling.completeOnTimeout(null, GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the run early, with what was measured. */
    public void end() {
        recorded.run().stop();
        gatling.completeOnTimeout(null, GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void abort() {
        problem = RunFailedException.failed("count: %d not reached, nothing completed for %s"
                .formatted(recorded.run().plan().count(), Durations.format(Thresholds.STALL)));
        gatling.complete(null);
    }

    /** Waits for Gatling, which may crash. */
    public void await() {
        try {
            gatling.join();
        } catch (CompletionException e) {
            problem = problemOf(e);
        }
    }

    /** The scenario is built from what was asked for: these exceptions mean that it does not fit. */
    private static RunFailedException problemOf(CompletionException crashed) {
        for (Throwable cause = crashed; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException || cause instanceof ElParserException) {
                return RunFailedException.badInput(String.valueOf(cause.getMessage()));
            }
        }
        return RunFailedException.failed("Gatling: " + crashed.getCause());
    }

    /** Why the run failed; null if it succeeded. Known once the session is closed. */
    public @Nullable RunFailedException failure() {
        JudgedResult judged = result;
        if (problem != null || (judged != null && judged.result().anySuccess())) {
            return problem;
        }
        return RunFailedException.failed("successful calls: 0 (expected: at least one)");
    }

    @Override
    public void close() {
        if (!gatling.isDone()) {
            recorded.run().stop();
        }
        gatling.exceptionally(crash -> null)
                .completeOnTimeout(null, GRACE_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        if (problem != null && problem.isBadInput()) {
            return;
        }
        JudgedResult judged = recorded.run().finish();
        result = judged;
        out.print("\n" + Summary.of(judged));
        recorded.run().notes().forEach(line -> out.println(Summary.note(line)));
        out.println("\n" + Summary.injector(judged.result().injector()));
        out.flush();
        write();
    }

    private void write() {
        try {
            recorded.write();
            out.println("results: " + recorded.folder().result());
            out.println("report: " + recorded.folder().report());
            out.flush();
        } catch (RunFailedException e) {
            problem = e;
        }
    }
}

package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.engine.GatlingEngine;
import dev.yodel.loadtest.engine.PreparedRuns;
import dev.yodel.loadtest.report.console.Summary;
import dev.yodel.loadtest.result.MessagesResult;
import dev.yodel.loadtest.result.RequestResult;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.run.RecordedRun;
import io.gatling.core.session.el.ElParserException;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A recorded run on its way through Gatling. Closing it, at its end or in the middle, lets what was begun end well if it
 * can, and then tells and writes what was measured. Thread-safe.
 */
final class LoadSession implements AutoCloseable {

    private static final long GRACE_MILLIS = 1_000;

    private final RecordedRun recorded;
    private final PrintStream out;
    private final CompletableFuture<Void> gatling;
    private volatile @Nullable CommandFailedException problem;
    private volatile @Nullable RunResult result;

    private LoadSession(RecordedRun recorded, PrintStream out, CompletableFuture<Void> gatling) {
        this.recorded = recorded;
        this.out = out;
        this.gatling = gatling;
    }

    /** Has Gatling run the simulation. */
    static LoadSession start(RecordedRun recorded, Class<? extends Simulation> simulation, PrintStream out) {
        PreparedRuns.put(recorded.run());
        CompletableFuture<Void> gatling = GatlingEngine.start(simulation);
        LoadSession session = new LoadSession(recorded, out, gatling);
        recorded.run().givenUp().thenRun(session::giveUp);
        return session;
    }

    /** Ends the run early because of that. */
    void fail(String why) {
        problem = CommandFailedException.failed(why);
        recorded.run().stop();
        gatling.completeOnTimeout(null, GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void giveUp() {
        problem = CommandFailedException.failed("count: %s not reached, as no call ended and no message came any more"
                .formatted(recorded.run().plan().count()));
        gatling.complete(null);
    }

    /** Waits for Gatling, which may crash. */
    void await() {
        try {
            gatling.join();
        } catch (CompletionException e) {
            problem = problemOf(e);
        }
    }

    /** The scenario is built of what was asked for: what does not fit is told by an exception of certain kinds. */
    private static CommandFailedException problemOf(CompletionException crashed) {
        for (Throwable cause = crashed; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException || cause instanceof ElParserException) {
                return CommandFailedException.badInput(String.valueOf(cause.getMessage()));
            }
        }
        return CommandFailedException.failed("Gatling: " + crashed.getCause());
    }

    /** Why the run failed; null if it did not. To be asked once it is closed. */
    @Nullable
    CommandFailedException failure() {
        if (problem != null) {
            return problem;
        }
        return result == null || nothingSucceeded(result)
                ? CommandFailedException.failed("calls that succeeded: 0 (expected: at least one)")
                : null;
    }

    @Override
    public void close() {
        if (!gatling.isDone()) {
            recorded.run().stop();
        }
        gatling.exceptionally(crash -> null)
                .completeOnTimeout(null, GRACE_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        if (problem != null && problem.exitCode() == ExitCode.BAD_INPUT) {
            return;
        }
        RunResult told = recorded.run().finish();
        result = told;
        out.print("\n" + Summary.of(told));
        out.println("\ninjector: " + told.injector());
        out.flush();
        write();
    }

    private void write() {
        try {
            recorded.write();
            out.println("results: " + recorded.folder().result());
            out.flush();
        } catch (IOException e) {
            problem = CommandFailedException.failed("results: " + FileErrorText.of(e));
        }
    }

    private static boolean nothingSucceeded(RunResult result) {
        return result.requests().stream().noneMatch(request -> request.ok() > 0 || received(request) > 0);
    }

    private static long received(RequestResult request) {
        MessagesResult messages = request.messages();
        return messages == null ? 0 : messages.received();
    }
}

package dev.yodel.loadtest.engine;

import static io.gatling.javaapi.core.CoreDsl.exec;

import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.loadtest.live.LivePort;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.report.console.Summary;
import dev.yodel.loadtest.run.LoadRun;
import dev.yodel.loadtest.run.RunId;
import dev.yodel.loadtest.verdict.JudgedResult;
import io.gatling.javaapi.core.ChainBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The recording of {@code yodel load} for a simulation on gatling-grpc: the same figures, verdict, expectations, files and live
 * metrics.
 *
 * <p>Made in the simulation's constructor by {@link RecordingPlan#record}. {@link #on} gives the protocol its listeners,
 * {@link #begin} starts the time line with the first virtual user, {@link #isRunning} says when to stop, and {@link #finish},
 * called by {@code after()}, writes the result.
 */
public final class Recording {

    private final RecordedRun recorded;

    private Recording(RecordedRun recorded) {
        this.recorded = recorded;
    }

    static Recording open(RecordingPlan plan) {
        String runId = RunId.of(Instant.now(), new Random());
        Path out = plan.out() == null ? Path.of("yodel-results", runId) : plan.out();
        try {
            ResultFolder folder = ResultFolder.open(out, plan.overwrite());
            return new Recording(RecordedRun.open(
                    plan.loadPlan(), plan.info(runId), plan.goals(), folder, livePort(plan.livePort()), List.of()));
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException(
                    "out: %s has an earlier result (expected: a new or empty folder, or overwrite())"
                            .formatted(e.getFile()),
                    e);
        } catch (IOException | RunFailedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static @Nullable LivePort livePort(@Nullable Integer port) {
        return port == null ? null : LivePort.exactly(port);
    }

    /** The protocol with the listeners of the recording. */
    public GrpcProtocolBuilder on(GrpcProtocolBuilder protocol) {
        GrpcProtocolBuilder listening = protocol;
        for (SampleListener listener : run().listeners()) {
            listening = listening.listener(listener);
        }
        return listening;
    }

    /** What each virtual user does first: the first one starts the time line, warm-up and window. */
    public ChainBuilder begin() {
        return exec(session -> {
            run().begin();
            return session;
        });
    }

    /** Whether the load is to continue: the window, and what follows it, are not over. */
    public boolean isRunning() {
        return !run().over();
    }

    /**
     * Ends the run, prints the summary, and writes the result.
     *
     * @return the result with its verdict, and the expectations that were missed
     * @throws IllegalStateException if it could not be written
     */
    @SuppressWarnings("SystemOut") // as Gatling does
    public JudgedResult finish() {
        PrintStream out = System.out;
        JudgedResult judged = run().finish();
        out.print("\n" + Summary.of(judged));
        try {
            recorded.write();
        } catch (RunFailedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        out.println("\nresults: " + recorded.folder().result());
        recorded.linger(null, atMost -> {});
        return judged;
    }

    private LoadRun run() {
        return recorded.run();
    }
}

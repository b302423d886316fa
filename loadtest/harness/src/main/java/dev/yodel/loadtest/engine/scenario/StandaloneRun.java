package dev.yodel.loadtest.engine.scenario;

import dev.yodel.loadtest.engine.RecordedRun;
import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.live.LivePort;
import dev.yodel.loadtest.plan.DemoPlan;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.report.console.Summary;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.run.LoadRun;
import dev.yodel.loadtest.run.RunId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A run that no command prepared: Gatling's own tools started its simulation. System properties define its plan:
 * {@code yodel.target} (127.0.0.1:50051), {@code yodel.streams} (1000), {@code yodel.warm-up} (5s),
 * {@code yodel.duration} (30s), {@code yodel.out} (target/yodel-results/RUN), {@code yodel.overwrite} (false) and
 * {@code yodel.live-port} (none).
 */
final class StandaloneRun {

    private final RecordedRun recorded;

    private StandaloneRun(RecordedRun recorded) {
        this.recorded = recorded;
    }

    static StandaloneRun ofSystemProperties() {
        LoadPlan plan = new DemoPlan(
                        Integer.parseInt(property("streams", "1000")),
                        Durations.parse(property("warm-up", "5s")),
                        Durations.parse(property("duration", "30s")))
                .at(Target.parse(property("target", "127.0.0.1:50051")));
        String runId = RunId.of(Instant.now(), new Random());
        String livePort = property("live-port", "");
        try {
            ResultFolder folder = ResultFolder.open(
                    Path.of(property("out", "target/yodel-results/" + runId)),
                    Boolean.parseBoolean(property("overwrite", "false")));
            return new StandaloneRun(RecordedRun.open(
                    plan,
                    RunInfo.of(runId, null, Map.of()),
                    Goals.NONE,
                    folder,
                    livePort.isEmpty() ? null : LivePort.exactly(Integer.parseInt(livePort)),
                    List.of()));
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException(
                    "yodel.out: %s has an earlier result (expected: a new or empty folder, or -Dyodel.overwrite=true)"
                            .formatted(e.getFile()),
                    e);
        } catch (IOException | RunFailedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    LoadRun run() {
        return recorded.run();
    }

    /** Ends the run, writes its result, and prints the summary after that of Gatling. */
    void finish() {
        System.out.print("\n" + Summary.of(run().finish()));
        try {
            recorded.write();
        } catch (RunFailedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        System.out.println("\nresults: " + recorded.folder().result());
        recorded.linger(null, atMost -> {});
    }

    private static String property(String name, String otherwise) {
        return System.getProperty("yodel." + name, otherwise);
    }
}

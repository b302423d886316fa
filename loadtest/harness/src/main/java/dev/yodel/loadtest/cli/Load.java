package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.engine.scenario.LoadSimulation;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.LoadSpec;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.result.Version;
import dev.yodel.loadtest.target.MethodLookup;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A load from start to end: the method is looked up, the plan made for its kind, and run.
 *
 * @param spec the load
 * @param call the method to call
 * @param connectTimeout the time for the first answer of the target, and for that of server reflection
 * @param out the result folder; null for a new one below {@code yodel-results}
 * @param overwrite whether it may have an earlier result
 * @param livePort the port of live metrics; null for the well-known one or, if taken, any
 */
record Load(
        LoadSpec spec,
        String call,
        Duration connectTimeout,
        @Nullable Path out,
        boolean overwrite,
        @Nullable Integer livePort) {

    void run(LoadDriver driver, PrintStream console) throws RunFailedException {
        int port = new PortChoice(List.of()).of("--live-port", livePort, LoadDriver.LIVE_PORT);
        ResultFolder folder = driver.folder(out, overwrite);
        driver.preflight(spec.target(), connectTimeout);
        LoadPlan plan = plan();
        RequestPlan request = plan.requests().get(0);
        console.printf(
                "yodel %s load: %s (%s) of %s%n", Version.current(), request.call(), request.kind(), plan.target());
        driver.drive(plan, folder, port, LoadSimulation.class, new CompletableFuture<>());
    }

    private LoadPlan plan() throws RunFailedException {
        try {
            MethodLookup lookup = new MethodLookup(spec.target(), spec.metadata(), connectTimeout);
            return spec.plan(lookup.find(call).descriptor());
        } catch (IllegalArgumentException e) {
            throw RunFailedException.badInput(String.valueOf(e.getMessage()));
        }
    }
}

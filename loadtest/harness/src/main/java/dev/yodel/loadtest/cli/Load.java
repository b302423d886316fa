package dev.yodel.loadtest.cli;

import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import dev.yodel.loadtest.cli.options.MetadataOptions;
import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.engine.scenario.LoadSimulation;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.LoadSpec;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.data.BearerToken;
import dev.yodel.loadtest.plan.data.BinaryData;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.result.Version;
import dev.yodel.loadtest.target.MethodLookup;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A load from start to end: the method is looked up, the plan made for its kind, and run.
 *
 * @param spec the load
 * @param call the method to call
 * @param token the options of a token, which is read when the run begins
 * @param binary the messages in binary form; null if the load has them
 * @param connectTimeout the time for the first answer of the target, and for that of server reflection
 * @param goals what is expected of the result
 * @param output where it goes
 */
record Load(
        LoadSpec spec,
        String call,
        MetadataOptions token,
        @Nullable BinaryData binary,
        Duration connectTimeout,
        Goals goals,
        Output output) {

    void run(LoadDriver driver, PrintStream console) throws RunFailedException {
        int port = new PortChoice(List.of()).of("--live-port", output.livePort(), LoadDriver.LIVE_PORT);
        ResultFolder folder = driver.folder(output);
        driver.preflight(spec.target(), connectTimeout);
        BearerToken bearer = driver.token(token);
        LoadPlan plan = plan(bearer);
        RequestPlan request = plan.requests().get(0);
        console.printf(
                "yodel %s load: %s (%s) of %s%n", Version.current(), request.call(), request.kind(), plan.target());
        driver.drive(plan, goals, output, folder, port, LoadSimulation.class, bearer, new CompletableFuture<>());
    }

    private LoadPlan plan(@Nullable BearerToken bearer) throws RunFailedException {
        try {
            List<MetadataEntry> metadata = new ArrayList<>(spec.metadata());
            if (bearer != null) {
                metadata.add(new MetadataEntry("authorization", bearer.authorization()));
            }
            MethodLookup lookup = new MethodLookup(spec.target(), metadata, connectTimeout);
            DynamicMethod method = lookup.find(call);
            LoadSpec load = binary == null ? spec : spec.with(binary.messages(method.schema(), method.requestType()));
            LoadPlan plan = load.plan(method.descriptor());
            goals.check(plan);
            return plan;
        } catch (IllegalArgumentException e) {
            throw RunFailedException.badInput(String.valueOf(e.getMessage()));
        }
    }
}

package dev.yodel.loadtest.engine;

import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.RunInfo;
import io.grpc.MethodDescriptor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation is going to do and what its result is called, as a {@link Recording} has to know it: the simulation itself
 * injects the users and makes the calls. Immutable.
 *
 * @param scenario what the load is called in the result
 * @param target the service, as gRPC names it
 * @param warmUp the time before the window, excluded from all results
 * @param duration the measured window
 * @param requests the calls of the simulation, each by its request name
 * @param expectations what the result has to meet
 * @param name the name of the run; null without one
 * @param labels its labels
 * @param out the result folder; null for a new one below {@code yodel-results}
 * @param overwrite whether the folder may have an earlier result
 * @param livePort the port of metrics for Prometheus; null for none
 */
public record RecordingPlan(
        String scenario,
        String target,
        Duration warmUp,
        Duration duration,
        List<RequestPlan> requests,
        List<Expectation> expectations,
        @Nullable String name,
        Map<String, String> labels,
        @Nullable Path out,
        boolean overwrite,
        @Nullable Integer livePort) {

    public RecordingPlan {
        requests = List.copyOf(requests);
        expectations = List.copyOf(expectations);
        labels = Map.copyOf(labels);
    }

    /** A plan without requests. */
    public static RecordingPlan of(String scenario, String target, Duration warmUp, Duration duration) {
        return new RecordingPlan(
                scenario, target, warmUp, duration, List.of(), List.of(), null, Map.of(), null, false, null);
    }

    /** With the calls of a method. A rate is compared with what was achieved; users have no rate to compare. */
    public RecordingPlan request(String requestName, MethodDescriptor<?, ?> method, Arrival arrival) {
        List<RequestPlan> more = new ArrayList<>(requests);
        more.add(new RequestPlan(
                requestName, method.getFullMethodName(), method.getType(), arrival, null, List.of(), List.of()));
        return new RecordingPlan(
                scenario, target, warmUp, duration, more, expectations, name, labels, out, overwrite, livePort);
    }

    /** With an expectation, as {@code --expect} takes it. */
    public RecordingPlan expect(String expectation) {
        List<Expectation> more = new ArrayList<>(expectations);
        more.add(Expectation.parse(expectation));
        return new RecordingPlan(
                scenario, target, warmUp, duration, requests, more, name, labels, out, overwrite, livePort);
    }

    public RecordingPlan named(String newName) {
        return new RecordingPlan(
                scenario, target, warmUp, duration, requests, expectations, newName, labels, out, overwrite, livePort);
    }

    public RecordingPlan label(String key, String value) {
        Map<String, String> more = new TreeMap<>(labels);
        more.put(key, value);
        return new RecordingPlan(
                scenario, target, warmUp, duration, requests, expectations, name, more, out, overwrite, livePort);
    }

    /** Into that folder, in which it replaces an earlier result. */
    public RecordingPlan into(Path folder) {
        return new RecordingPlan(
                scenario, target, warmUp, duration, requests, expectations, name, labels, folder, true, livePort);
    }

    /** With metrics for Prometheus on that port of loopback during the run; 0 for any free one. */
    public RecordingPlan metricsOn(int port) {
        return new RecordingPlan(
                scenario, target, warmUp, duration, requests, expectations, name, labels, out, overwrite, port);
    }

    /**
     * Begins the recording. Called once, in the constructor of the simulation.
     *
     * @throws IllegalArgumentException if the plan is not possible, or an expectation names what it does not have
     * @throws IllegalStateException if the folder cannot be written, or the port is taken
     */
    public Recording record() {
        return Recording.open(this);
    }

    LoadPlan loadPlan() {
        LoadPlan plan = new LoadPlan(scenario, Target.parse(target), warmUp, duration, null, requests);
        goals().check(plan);
        return plan;
    }

    RunInfo info(String runId) {
        return RunInfo.of(runId, name, labels);
    }

    Goals goals() {
        return new Goals(expectations, !expectations.isEmpty(), false);
    }
}

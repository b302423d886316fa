package dev.yodel.loadtest.cli;

import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import dev.yodel.loadtest.cli.options.MetadataOptions;
import dev.yodel.loadtest.distributed.Split;
import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.engine.scenario.LoadSimulation;
import dev.yodel.loadtest.engine.scenario.RoomMethod;
import dev.yodel.loadtest.live.LivePort;
import dev.yodel.loadtest.live.TargetFile;
import dev.yodel.loadtest.plan.Arrival;
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
import io.grpc.MethodDescriptor.MethodType;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A load from start to end: the methods are looked up, the plan made for their kinds, and run.
 *
 * @param calls the calls, at least one, on the same service
 * @param token the options of a token, which is read when the run begins
 * @param connectTimeout the time for the first answer of the target, and for that of server reflection
 * @param goals what is expected of the result
 * @param output where it goes
 */
record Load(List<Call> calls, MetadataOptions token, Duration connectTimeout, Goals goals, Output output) {

    /** The method of chat rooms. */
    static final String JOIN = RoomMethod.JOIN.getFullMethodName();

    /**
     * A call of the load.
     *
     * @param spec its part of the load
     * @param method the method to call
     * @param binary its messages in binary form; null if the load has them
     * @param name its request name; null for that of the method
     */
    record Call(
            LoadSpec spec,
            String method,
            @Nullable BinaryData binary,
            @Nullable String name) {

        RequestPlan request(MethodLookup lookup) {
            if (spec.settings().room() != null) {
                return spec.request(RoomMethod.JOIN, name == null ? "room" : name);
            }
            DynamicMethod found = lookup.find(method);
            LoadSpec load = binary == null ? spec : spec.with(binary.messages(found.schema(), found.requestType()));
            return load.request(found.descriptor(), name);
        }
    }

    void run(LoadDriver driver, PrintStream console) throws RunFailedException {
        LivePort port = new PortChoice(List.of()).live(output.livePort());
        ResultFolder folder = driver.folder(output);
        driver.register(TargetFile.Side.INJECTORS, port.number());
        driver.preflight(first().target(), connectTimeout);
        BearerToken bearer = driver.token(token);
        LoadPlan plan = plan(bearer);
        LoadPlan part = driver.part(plan);
        for (RequestPlan request : part.requests()) {
            console.printf(
                    "yodel %s load: %s (%s) of %s%n", Version.current(), request.call(), request.kind(), plan.target());
        }
        driver.drive(part, goals, output, folder, port, LoadSimulation.class, bearer, new CompletableFuture<>());
    }

    /**
     * Checks that the load can be split among load generators, as far as that is possible without the kinds of its methods.
     *
     * @throws IllegalArgumentException if it cannot
     */
    void checkSplit(int injectors) {
        var unused = Split.part(whole(), injectors - 1, injectors);
    }

    /** How long it takes at most. */
    Duration atMost() {
        LoadPlan whole = whole();
        return whole.warmUp().plus(whole.longest()).plus(whole.afterwards());
    }

    /** The whole plan, as far as it is known without the kinds of its methods. */
    LoadPlan whole() {
        List<RequestPlan> requests = new ArrayList<>();
        for (Call call : calls) {
            boolean held = call.spec().arrival() instanceof Arrival.Streams;
            String name = call.name() == null ? call.method().replaceAll(".*[./]", "") : call.name();
            requests.add(new RequestPlan(
                    requests.isEmpty() ? name : name + " (call %d)".formatted(requests.size() + 1),
                    call.method(),
                    held ? MethodType.BIDI_STREAMING : MethodType.UNARY,
                    call.spec().arrival(),
                    null,
                    call.spec().data(),
                    List.of(),
                    call.spec().settings()));
        }
        LoadSpec spec = first();
        return new LoadPlan("load", spec.target(), spec.warmUp(), longest(), spec.count(), spec.coolDown(), requests);
    }

    private LoadSpec first() {
        return calls.get(0).spec();
    }

    private LoadPlan plan(@Nullable BearerToken bearer) throws RunFailedException {
        try {
            List<RequestPlan> requests = new ArrayList<>();
            for (Call call : calls) {
                List<MetadataEntry> metadata = new ArrayList<>(call.spec().metadata());
                if (bearer != null) {
                    metadata.add(new MetadataEntry("authorization", bearer.authorization()));
                }
                requests.add(call.request(new MethodLookup(first().target(), metadata, connectTimeout)));
            }
            LoadPlan plan = new LoadPlan(
                    "load",
                    first().target(),
                    first().warmUp(),
                    longest(),
                    first().count(),
                    first().coolDown(),
                    requests);
            goals.check(plan);
            return plan;
        } catch (IllegalArgumentException e) {
            throw RunFailedException.badInput(String.valueOf(e.getMessage()));
        }
    }

    /** The longest measured time of a call, as each may have a profile. */
    private @Nullable Duration longest() {
        return calls.stream()
                .map(call -> call.spec().duration())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}

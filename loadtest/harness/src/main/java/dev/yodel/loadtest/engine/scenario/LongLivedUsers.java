package dev.yodel.loadtest.engine.scenario;

import static dev.yodel.gatling.grpc.GrpcDsl.grpc;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;

import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.run.LoadRun;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.time.Duration;

/** What the simulations share: long-lived users, and a protocol that reports to the listeners of the run. */
final class LongLivedUsers {

    /** How long a user waits for a response, or for the end of a stream. */
    private static final Duration AWAIT = Duration.ofSeconds(10);

    private static final Duration GATE = Duration.ofMillis(10);

    /** Far longer than a run is held for a common start. */
    private static final Duration HELD = Duration.ofMinutes(10);

    /** Far more than Gatling may take to end a run that has reached its longest time. */
    private static final Duration BEYOND = Duration.ofHours(1);

    private LongLivedUsers() {}

    /** Users who are ramped up in the first half of the warm-up. */
    static PopulationBuilder users(LoadRun run, String name, int users, ChainBuilder behavior) {
        // Gatling ramps by whole seconds: over less than one it would inject no user at all.
        long rampSeconds = run.plan().warmUp().dividedBy(2).toSeconds();
        return scenario(run, name, behavior)
                .injectOpen(
                        rampSeconds == 0 ? atOnceUsers(users) : rampUsers(users).during(rampSeconds));
    }

    /** A scenario whose first user starts the run. */
    static ScenarioBuilder scenario(LoadRun run, String name, ChainBuilder behavior) {
        return CoreDsl.scenario(name)
                .exec(doIf(session -> !run.gate().left().isZero())
                        .then(pause(session -> run.gate().left())))
                .exec(session -> {
                    run.begin();
                    return session;
                })
                .exec(behavior);
    }

    /**
     * All populations; if the run is held for a common start, after a user who waits for it. By then the scenario is built and
     * its schema known.
     */
    static PopulationBuilder[] gated(LoadRun run, PopulationBuilder... populations) {
        if (!run.gate().isHeld()) {
            return populations;
        }
        PopulationBuilder gate = CoreDsl.scenario("yodel.gate")
                .exec(session -> {
                    run.gate().arrive();
                    return session;
                })
                .exec(asLongAs(session -> !run.gate().lets()).on(pause(GATE)))
                .injectOpen(atOnceUsers(1));
        return new PopulationBuilder[] {gate.andThen(populations)};
    }

    /** @param gatlingStats whether to report to Gatling's own console and report as well */
    static GrpcProtocolBuilder protocol(LoadRun run, boolean gatlingStats) {
        GrpcProtocolBuilder protocol = grpc.channels(run.plan().target().channels())
                .awaitTimeout(await(run.plan()))
                .gatlingStats(gatlingStats);
        for (SampleListener listener : run.listeners()) {
            protocol = protocol.listener(listener);
        }
        return protocol;
    }

    /** A server that a slow reader holds back may take no message for the whole run. */
    private static Duration await(LoadPlan plan) {
        boolean slowly =
                plan.requests().stream().anyMatch(request -> request.settings().slowReader() != null);
        return slowly ? beyond(plan) : AWAIT;
    }

    /** The longest time of a run: after its window a user may wait for one more response, and for the end of a stream. */
    static Duration atMost(LoadPlan plan) {
        return plan.warmUp().plus(plan.longest()).plus(plan.afterwards()).plus(AWAIT.multipliedBy(2));
    }

    /** The longest time of Gatling, with what comes before a common start. */
    static Duration atMost(LoadRun run) {
        return run.gate().isHeld() ? atMost(run.plan()).plus(HELD) : atMost(run.plan());
    }

    /** A time-out that cannot pass before the run has ended. */
    static Duration beyond(LoadPlan plan) {
        return atMost(plan).plus(BEYOND);
    }
}

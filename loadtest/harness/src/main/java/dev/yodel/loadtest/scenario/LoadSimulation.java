package dev.yodel.loadtest.scenario;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.run.LoadRun;
import dev.yodel.loadtest.run.PreparedRuns;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;

/** The load of {@code ./yodel load}: one call of any service, as the prepared run's plan says. */
public final class LoadSimulation extends Simulation {

    /** What one event loop paces with ease. */
    private static final double RATE_PER_USER = 5_000;

    private final LoadRun run;
    private final RequestPlan request;
    private final LoadCalls calls;

    public LoadSimulation() {
        LoadRun prepared = PreparedRuns.take();
        if (prepared == null) {
            throw new IllegalStateException("run: none prepared (expected: started by ./yodel load)");
        }
        run = prepared;
        request = run.plan().requests().get(0);
        calls = new LoadCalls(run, request);
        setUp(population()).protocols(LongLived.protocol(run, false)).maxDuration(LongLived.atMost(run.plan()));
    }

    private PopulationBuilder population() {
        if (request.arrival() instanceof Arrival.Rate arriving) {
            return request.kind() == MethodType.UNARY ? paced(arriving.rate()) : arriving(arriving.rate());
        }
        if (request.arrival() instanceof Arrival.Streams held) {
            ChainBuilder behavior = calls.onHeldStreams(held);
            return held.rate() == null ? longLived(behavior) : atOnce(held.streams(), behavior);
        }
        return longLived(calls.oneAfterTheOther());
    }

    private PopulationBuilder longLived(ChainBuilder behavior) {
        return LongLived.users(run, request.name(), request.users(), behavior);
    }

    private PopulationBuilder atOnce(int users, ChainBuilder behavior) {
        return scenario(request.name()).exec(behavior).injectOpen(atOnceUsers(users));
    }

    /** Few users who make all calls between them, each at its due time; one alone where the calls are counted. */
    private PopulationBuilder paced(double rate) {
        int most = run.plan().count() == null ? Runtime.getRuntime().availableProcessors() : 1;
        int users = (int) Math.max(1, Math.min(most, Math.ceil(rate / RATE_PER_USER)));
        return atOnce(users, calls.atRate(rate / users));
    }

    /** A user for each stream: they go on beside each other. */
    private PopulationBuilder arriving(double rate) {
        LoadPlan plan = run.plan();
        // Gatling injects by whole seconds; who comes after the window does nothing.
        Duration seconds = plan.warmUp().plus(plan.longest()).plusMillis(999);
        return scenario(request.name())
                .exec(exec(doIf(session -> !run.over()).then(calls.one())))
                .injectOpen(constantUsersPerSec(rate).during(seconds.toSeconds()));
    }
}

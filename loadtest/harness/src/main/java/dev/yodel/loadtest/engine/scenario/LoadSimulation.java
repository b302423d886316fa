package dev.yodel.loadtest.engine.scenario;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;

import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.loadtest.engine.PreparedRuns;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.run.LoadRun;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

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
        setUp(population()).protocols(protocol()).maxDuration(LongLivedUsers.atMost(run.plan()));
    }

    /** Metadata goes with all there is to ask, for the schema too. */
    private GrpcProtocolBuilder protocol() {
        GrpcProtocolBuilder protocol = LongLivedUsers.protocol(run, false);
        for (MetadataEntry entry : request.metadata()) {
            protocol = entry.isBinary()
                    ? protocol.header(Metadata.Key.of(entry.key(), Metadata.BINARY_BYTE_MARSHALLER), entry.bytes())
                    : protocol.header(entry.key(), entry.value());
        }
        return protocol;
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
        return LongLivedUsers.users(run, request.name(), request.users(), behavior);
    }

    private PopulationBuilder atOnce(int users, ChainBuilder behavior) {
        return LongLivedUsers.scenario(run, request.name(), behavior).injectOpen(atOnceUsers(users));
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
        long seconds = plan.warmUp().plus(plan.longest()).plusMillis(999).toSeconds();
        int streams = (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.round(rate * seconds)));
        Duration interval = Duration.ofNanos(TimeUnit.SECONDS.toNanos(seconds) / streams);
        return LongLivedUsers.scenario(run, request.name(), calls.oneOf(streams, interval))
                .injectOpen(rampUsers(streams).during(seconds));
    }
}

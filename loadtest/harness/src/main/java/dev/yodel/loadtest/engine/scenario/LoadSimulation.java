package dev.yodel.loadtest.engine.scenario;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;

import dev.yodel.gatling.grpc.GrpcDsl;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.GrpcReflection;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.loadtest.engine.PreparedRun;
import dev.yodel.loadtest.engine.PreparedRuns;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.SchemaPlan;
import dev.yodel.loadtest.plan.data.BearerToken;
import dev.yodel.loadtest.plan.data.Feed;
import dev.yodel.loadtest.run.LoadRun;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The load of {@code ./yodel load}: calls of one method of any service, by the plan of the prepared run. */
public final class LoadSimulation extends Simulation {

    /** A rate that one event loop can schedule without falling behind. */
    private static final double RATE_PER_USER = 5_000;

    private final LoadRun run;
    private final RequestPlan request;
    private final @Nullable BearerToken token;

    public LoadSimulation() {
        PreparedRun prepared = PreparedRuns.take();
        if (prepared == null) {
            throw new IllegalStateException("run: none prepared (expected: a start by ./yodel load)");
        }
        run = prepared.run();
        token = prepared.token();
        request = run.plan().requests().get(0);
        setUp(population()).protocols(protocol()).maxDuration(LongLivedUsers.atMost(run.plan()));
    }

    /** Sends the metadata with every call, those of server reflection included. */
    private GrpcProtocolBuilder protocol() {
        GrpcProtocolBuilder protocol = LongLivedUsers.protocol(run, false);
        Schema known = run.plan().target().schema().local(request.call());
        if (known != null) {
            protocol = protocol.schema(GrpcDsl.schema(known));
        } else if (run.plan().target().schema() instanceof SchemaPlan.Reflection reflection) {
            protocol = protocol.schema(reflection(reflection.metadata()));
        }
        for (MetadataEntry entry : request.metadata()) {
            protocol = entry.isBinary()
                    ? protocol.header(Metadata.Key.of(entry.key(), Metadata.BINARY_BYTE_MARSHALLER), entry.bytes())
                    : protocol.header(entry.key(), entry.value());
        }
        if (token != null) {
            protocol = protocol.header("authorization", session -> token.authorization());
        }
        return protocol;
    }

    private static GrpcReflection reflection(List<MetadataEntry> metadata) {
        GrpcReflection reflection = GrpcDsl.reflection();
        for (MetadataEntry entry : metadata) {
            reflection = entry.isBinary()
                    ? reflection.header(Metadata.Key.of(entry.key(), Metadata.BINARY_BYTE_MARSHALLER), entry.bytes())
                    : reflection.header(entry.key(), entry.value());
        }
        return reflection;
    }

    private PopulationBuilder population() {
        if (request.arrival() instanceof Arrival.Rate arriving) {
            return request.kind() == MethodType.UNARY ? unary(arriving.rate()) : streams(arriving.rate());
        }
        if (request.arrival() instanceof Arrival.Streams held) {
            ChainBuilder behavior = new HeldStreams(run, request).behavior(held);
            return held.rate() == null ? longLived(behavior) : atOnce(held.streams(), behavior);
        }
        return longLived(new LoadCalls(run, request).oneAfterTheOther());
    }

    private PopulationBuilder longLived(ChainBuilder behavior) {
        return LongLivedUsers.users(run, request.name(), request.users(), behavior);
    }

    private PopulationBuilder atOnce(int users, ChainBuilder behavior) {
        return LongLivedUsers.scenario(run, request.name(), behavior).injectOpen(atOnceUsers(users));
    }

    /** A few users share the calls, each at its due time; a single user if the calls, or their rows, are counted. */
    private PopulationBuilder unary(double rate) {
        Feed feed = request.settings().feed();
        boolean counted = run.plan().count() != null || (feed != null && feed.order() == Feed.Order.ONCE);
        int most = counted ? 1 : Runtime.getRuntime().availableProcessors();
        int users = (int) Math.max(1, Math.min(most, Math.ceil(rate / RATE_PER_USER)));
        return atOnce(users, new LoadCalls(run, request).atRate(rate / users));
    }

    /** A user per stream, as streams overlap. */
    private PopulationBuilder streams(double rate) {
        LoadPlan plan = run.plan();
        // Gatling injects by whole seconds; users who arrive after the window do nothing.
        long seconds = plan.warmUp().plus(plan.longest()).plusMillis(999).toSeconds();
        int streams = (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.round(rate * seconds)));
        Duration interval = Duration.ofNanos(TimeUnit.SECONDS.toNanos(seconds) / streams);
        return LongLivedUsers.scenario(run, request.name(), new LoadCalls(run, request).oneOf(streams, interval))
                .injectOpen(rampUsers(streams).during(seconds));
    }
}

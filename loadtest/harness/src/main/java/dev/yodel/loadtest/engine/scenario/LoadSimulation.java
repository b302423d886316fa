package dev.yodel.loadtest.engine.scenario;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;

import dev.yodel.gatling.grpc.GrpcDsl;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.GrpcReflection;
import dev.yodel.gatling.grpc.schedule.DueTimes;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.loadtest.engine.PreparedRun;
import dev.yodel.loadtest.engine.PreparedRuns;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.SchemaPlan;
import dev.yodel.loadtest.plan.TraceShare;
import dev.yodel.loadtest.plan.data.BearerToken;
import dev.yodel.loadtest.plan.data.Feed;
import dev.yodel.loadtest.run.LoadRun;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The load of {@code ./yodel load}: calls of one method of any service, by the plan of the prepared run. */
public final class LoadSimulation extends Simulation {

    /** A rate that one event loop can schedule without falling behind. */
    private static final double RATE_PER_USER = 5_000;

    /** Streams of a run whose due times are laid out before it. */
    private static final int MOST_STREAMS = 5_000_000;

    private final LoadRun run;
    private final @Nullable BearerToken token;
    private final @Nullable TraceShare trace;

    public LoadSimulation() {
        PreparedRun prepared = PreparedRuns.take();
        if (prepared == null) {
            throw new IllegalStateException("run: none prepared (expected: a start by ./yodel load)");
        }
        run = prepared.run();
        token = prepared.token();
        trace = prepared.trace();
        PopulationBuilder[] populations =
                run.plan().requests().stream().map(this::population).toArray(PopulationBuilder[]::new);
        setUp(LongLivedUsers.gated(run, populations)).protocols(protocol()).maxDuration(LongLivedUsers.atMost(run));
    }

    /** Sends the token with every call, those of server reflection included. */
    private GrpcProtocolBuilder protocol() {
        GrpcProtocolBuilder protocol = Traceparents.sentBy(LongLivedUsers.protocol(run, false), trace);
        SchemaPlan source = run.plan().target().schema();
        Schema all = known(source);
        if (all != null) {
            protocol = protocol.schema(GrpcDsl.schema(all));
        } else if (source instanceof SchemaPlan.Reflection asked) {
            protocol = protocol.schema(reflection(asked.metadata()));
        }
        return token == null ? protocol : protocol.header("authorization", session -> token.authorization());
    }

    /** The schema of all calls; null if the service has to be asked for one of them. */
    private @Nullable Schema known(SchemaPlan source) {
        Schema all = null;
        for (RequestPlan request : run.plan().requests()) {
            if (request.settings().room() != null) {
                continue;
            }
            Schema one = source.local(request.call());
            if (one == null) {
                return null;
            }
            all = all == null ? one : all.and(one);
        }
        return all;
    }

    /** Sends the metadata of the calls too, except for values with expressions, which need a user. */
    private GrpcReflection reflection(List<MetadataEntry> asked) {
        Map<String, MetadataEntry> metadata = new LinkedHashMap<>();
        asked.forEach(entry -> metadata.putIfAbsent(entry.key(), entry));
        run.plan().requests().stream()
                .flatMap(request -> request.metadata().stream())
                .filter(entry -> entry.isBinary() || !entry.value().contains("#{"))
                .forEach(entry -> metadata.putIfAbsent(entry.key(), entry));
        GrpcReflection reflection = GrpcDsl.reflection();
        for (MetadataEntry entry : metadata.values()) {
            reflection = entry.isBinary()
                    ? reflection.header(Metadata.Key.of(entry.key(), Metadata.BINARY_BYTE_MARSHALLER), entry.bytes())
                    : reflection.header(entry.key(), entry.value());
        }
        return reflection;
    }

    private PopulationBuilder population(RequestPlan request) {
        if (request.arrival() instanceof Arrival.Rate arriving) {
            return request.kind() == MethodType.UNARY ? unary(request, arriving) : streams(request, arriving);
        }
        if (request.arrival() instanceof Arrival.Streams members
                && request.settings().room() != null) {
            RoomMembers room = new RoomMembers(run, request);
            run.note(room::summary);
            return atOnce(request, members.streams(), room.behavior());
        }
        if (request.arrival() instanceof Arrival.Streams held) {
            ChainBuilder behavior = new HeldStreams(run, request).behavior(held);
            return held.rate() == null && held.profile() == null
                    ? longLived(request, behavior)
                    : atOnce(request, held.streams(), behavior);
        }
        if (request.arrival().profile() != null) {
            return atOnce(request, request.users(), new LoadCalls(run, request).oneAfterTheOther());
        }
        return longLived(request, new LoadCalls(run, request).oneAfterTheOther());
    }

    private PopulationBuilder longLived(RequestPlan request, ChainBuilder behavior) {
        return LongLivedUsers.users(run, request.name(), request.users(), behavior);
    }

    private PopulationBuilder atOnce(RequestPlan request, int users, ChainBuilder behavior) {
        return LongLivedUsers.scenario(run, request.name(), behavior).injectOpen(atOnceUsers(users));
    }

    /** A few users share the calls, each at its due time; a single user if the calls, or their rows, are counted. */
    private PopulationBuilder unary(RequestPlan request, Arrival.Rate arriving) {
        double rate = arriving.profile() == null
                ? arriving.rate()
                : arriving.profile().highest();
        Feed feed = request.settings().feed();
        boolean counted = run.plan().count() != null || (feed != null && feed.order() == Feed.Order.ONCE);
        int most = counted ? 1 : Runtime.getRuntime().availableProcessors();
        int users = (int) Math.max(1, Math.min(most, Math.ceil(rate / RATE_PER_USER)));
        LoadCalls calls = new LoadCalls(run, request);
        Arrival.Rate whole = whole(request);
        boolean even = whole.profile() == null && whole.poissonSeed() == null;
        DealtUsers dealt = new DealtUsers(run.plan(), users);
        return atOnce(
                request,
                users,
                dealt.placed(even || counted ? calls.atRate(whole.rate(), dealt) : calls.onSchedule(whole, dealt)));
    }

    /** The arrivals of all load generators together. */
    private Arrival.Rate whole(RequestPlan request) {
        return (Arrival.Rate) run.plan().whole().request(request.name()).arrival();
    }

    /** A user per stream, as streams overlap. */
    private PopulationBuilder streams(RequestPlan request, Arrival.Rate arriving) {
        Arrival.Rate whole = whole(request);
        LoadPlan plan = run.plan();
        if (arriving.profile() != null || arriving.poissonSeed() != null) {
            return streamsOnSchedule(
                    request, RateSchedule.of(plan, whole).dueTimes(plan.numberOf(0), plan.injectors()));
        }
        // Gatling injects by whole seconds; users who arrive after the window do nothing.
        long seconds = plan.warmUp()
                .plus(plan.longest())
                .plus(plan.afterwards())
                .plusMillis(999)
                .toSeconds();
        int all = (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.round(whole.rate() * seconds)));
        int streams = (int) (plan.slice() == null ? all : plan.slice().of(all));
        Duration interval = Duration.ofNanos(TimeUnit.SECONDS.toNanos(seconds) / all);
        return LongLivedUsers.scenario(run, request.name(), new LoadCalls(run, request).oneOf(streams, interval))
                .injectOpen(rampUsers(streams).during(seconds));
    }

    /** Each second Gatling injects the users of the streams that are due in it; each waits for its due time. */
    private PopulationBuilder streamsOnSchedule(RequestPlan request, DueTimes dueTimes) {
        List<Long> due = new ArrayList<>();
        for (long next = dueTimes.next(); next != DueTimes.NONE && due.size() < MOST_STREAMS; next = dueTimes.next()) {
            due.add(next);
        }
        if (due.isEmpty() || due.size() == MOST_STREAMS) {
            throw new IllegalArgumentException(
                    "rate: %d streams in the whole run (expected: 1 to %d)".formatted(due.size(), MOST_STREAMS - 1));
        }
        List<OpenInjectionStep> steps = new ArrayList<>();
        int injected = 0;
        for (long second = 1; injected < due.size(); second++) {
            int before = injected;
            while (injected < due.size() && due.get(injected) < TimeUnit.SECONDS.toNanos(second)) {
                injected++;
            }
            if (injected > before) {
                steps.add(atOnceUsers(injected - before));
            }
            steps.add(nothingFor(Duration.ofSeconds(1)));
        }
        ChainBuilder stream = new LoadCalls(run, request)
                .oneOf(due.size(), index -> Duration.ofNanos(due.get(Math.min(index, due.size() - 1))));
        return LongLivedUsers.scenario(run, request.name(), stream).injectOpen(steps.toArray(OpenInjectionStep[]::new));
    }
}

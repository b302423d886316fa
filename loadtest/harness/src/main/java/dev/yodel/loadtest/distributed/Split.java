package dev.yodel.loadtest.distributed;

import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.config.PoolSettings;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Slice;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.data.Feed;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The split of a plan among load generators, by index and number alone: users, streams, connections and counts add up to
 * those of the whole plan, and calls at a rate, rows and messages in turn are dealt out, so that all parts together make
 * exactly the calls of one load generator, each at its due time.
 */
public final class Split {

    private Split() {}

    /**
     * The parts of a plan.
     *
     * @throws IllegalArgumentException if it cannot be split into so many, with the reason
     */
    public static List<LoadPlan> parts(LoadPlan whole, int of) {
        return IntStream.range(0, of).mapToObj(index -> part(whole, index, of)).toList();
    }

    /**
     * A part of a plan.
     *
     * @param index its number, from 0
     * @param of how many parts there are
     * @throws IllegalArgumentException if it cannot be split into so many, with the reason
     */
    public static LoadPlan part(LoadPlan whole, int index, int of) {
        Slice slice = new Slice(index, of, whole);
        PoolSettings pool = whole.target().channels().pool();
        if (pool.size() > 1) {
            check(of, pool.size(), "connections");
        }
        if (whole.count() != null) {
            check(of, whole.count(), "count");
        }
        return new LoadPlan(
                whole.scenario(),
                pool.size() > 1 ? connections(whole.target(), slice) : whole.target(),
                whole.warmUp(),
                whole.duration(),
                whole.count() == null ? null : Long.valueOf(slice.of(whole.count())),
                whole.coolDown(),
                whole.requests().stream().map(request -> part(request, slice)).toList(),
                slice);
    }

    private static Target connections(Target target, Slice slice) {
        ChannelSettings channels = target.channels();
        PoolSettings pool = channels.pool();
        return target.with(channels.withPool(pool.withSize((int) slice.of(pool.size()))));
    }

    private static RequestPlan part(RequestPlan request, Slice slice) {
        boolean oneMessage = request.kind() == MethodType.UNARY || request.kind() == MethodType.SERVER_STREAMING;
        Feed feed = request.settings().feed();
        return new RequestPlan(
                request.name(),
                request.call(),
                request.kind(),
                part(request, request.arrival(), slice),
                request.messages(),
                oneMessage && !request.data().isEmpty() ? slice.inTurn(request.data()) : request.data(),
                request.metadata(),
                feed == null ? request.settings() : request.settings().with(part(feed, slice)));
    }

    private static Arrival part(RequestPlan request, Arrival arrival, Slice slice) {
        Profile profile = arrival.profile() == null ? null : arrival.profile().times(1.0 / slice.of());
        if (arrival instanceof Arrival.Users all) {
            check(slice.of(), all.users(), "users of " + request.name());
            return new Arrival.Users((int) slice.of(all.users()), all.pace(), all.thinkTime(), profile);
        }
        if (arrival instanceof Arrival.Streams all) {
            check(slice.of(), all.streams(), "streams of " + request.name());
            int streams = (int) slice.of(all.streams());
            double share = (double) streams / all.streams();
            Double rate = all.rate() == null ? null : Double.valueOf(all.rate() * share);
            Profile rates = all.rate() == null ? null : all.profile();
            return new Arrival.Streams(
                    streams, all.pace(), rate, all.thinkTime(), rates == null ? profile : rates.times(share));
        }
        Arrival.Rate all = (Arrival.Rate) arrival;
        checkCalls(request, all, slice);
        return new Arrival.Rate(all.rate() / slice.of(), all.poissonSeed(), profile);
    }

    /** Each has a rate that a plan may have, and at least one call. */
    private static void checkCalls(RequestPlan request, Arrival.Rate all, Slice slice) {
        LoadPlan whole = slice.whole();
        double calls = whole.count() == null ? all.plannedBy(whole.longest().toNanos() / 1e9) : whole.count();
        double most = Math.min(calls, all.rate() / Arrival.LOWEST_RATE);
        check(slice.of(), (long) most, "calls at the rate of " + request.name());
    }

    private static @Nullable Feed part(Feed feed, Slice slice) {
        return switch (feed.order()) {
            case ONCE -> {
                check(slice.of(), feed.rows().size(), "rows of " + feed.file() + " used once");
                yield feed.with(feed.order(), slice.once(feed.rows()));
            }
            case CIRCULAR -> feed.with(feed.order(), slice.inTurn(feed.rows()));
            case SHUFFLED -> feed.with(Feed.Order.CIRCULAR, slice.inTurn(feed.shuffled(new Random(Feed.SEED))));
            case RANDOM -> feed.with(feed.order(), slice.rotated(feed.rows()));
        };
    }

    private static void check(int of, long most, String what) {
        if (of > most) {
            throw new IllegalArgumentException("injectors: %d with %d %s (expected: at most %d, so that each has one)"
                    .formatted(of, most, what, most));
        }
    }
}

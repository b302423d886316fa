package dev.yodel.gatling.grpc.channel;

import dev.yodel.gatling.grpc.config.PoolSettings;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool of channels to one target, used like a single channel.
 *
 * <p>The channels are in an array that is replaced and never modified: by a longer one when all channels are full, and
 * by one with a new channel in place of one that is aged or has had all its calls. A thread that loses the race to replace it closes its new channel,
 * which has not connected yet, and tries again. Thread-safe, without locks.
 */
final class ChannelPool extends Channel {

    private static final AtomicReferenceFieldUpdater<ChannelPool, PooledChannel[]> MEMBERS =
            AtomicReferenceFieldUpdater.newUpdater(ChannelPool.class, PooledChannel[].class, "members");

    private final PoolSettings settings;
    private final Supplier<ManagedChannel> opener;
    private final BooleanSupplier lacksCertificate;
    private final TargetCounters counters;
    private final LongSupplier clock;
    private final boolean counting;
    private final int limit;
    private final long maxAgeNanos;
    private final int maxCalls;
    private final Set<PooledChannel> alive = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile PooledChannel[] members;
    private volatile boolean closed;

    ChannelPool(
            PoolSettings settings,
            Supplier<ManagedChannel> opener,
            BooleanSupplier lacksCertificate,
            TargetCounters counters,
            LongSupplier clock) {
        this.settings = settings;
        this.opener = opener;
        this.lacksCertificate = lacksCertificate;
        this.counters = counters;
        this.clock = clock;
        counting = settings.countsCalls();
        limit = settings.maxStreams() == null ? Integer.MAX_VALUE : settings.maxStreams();
        maxAgeNanos =
                settings.maxAge() == null ? Long.MAX_VALUE : settings.maxAge().toNanos();
        maxCalls = settings.maxCalls() == null ? Integer.MAX_VALUE : settings.maxCalls();
        PooledChannel[] first = new PooledChannel[settings.size()];
        Arrays.setAll(first, i -> open());
        members = first;
        counters.channels.add(first.length);
    }

    @Override
    public <Q, S> ClientCall<Q, S> newCall(MethodDescriptor<Q, S> method, CallOptions options) {
        PooledChannel counted = counting ? acquire() : null;
        if (counted != null) {
            return new CountedCall<>(counted.channel().newCall(method, options), counted);
        }
        PooledChannel[] all = members;
        return all[first(all)].channel().newCall(method, options);
    }

    @Override
    public String authority() {
        return members[0].channel().authority();
    }

    /** Whether a server of the target has requested a client certificate, and there is none. */
    boolean lacksCertificate() {
        return lacksCertificate.getAsBoolean();
    }

    /** Closes each channel after its last call. */
    void drain() {
        closed = true;
        alive.forEach(PooledChannel::retire);
    }

    /** Ends every call and closes every connection now. */
    void close() {
        closed = true;
        alive.forEach(PooledChannel::close);
    }

    /** Acquires a channel for a call; null if the pool is closed, where any channel refuses the call. */
    private @Nullable PooledChannel acquire() {
        while (!closed) {
            PooledChannel[] all = members;
            if (renewOne(all)) {
                continue;
            }
            PooledChannel taken = take(all);
            if (taken == null && hasRetired(all)) {
                continue;
            }
            if (taken == null) {
                taken = all.length < settings.maxChannels() ? grow(all) : overflow(all);
            }
            if (taken != null) {
                return taken;
            }
        }
        return null;
    }

    /** Replaces a channel that is aged, or has had all its calls; returns whether there was one. */
    private boolean renewOne(PooledChannel[] all) {
        if (maxAgeNanos == Long.MAX_VALUE && maxCalls == Integer.MAX_VALUE) {
            return false;
        }
        long now = clock.getAsLong();
        for (int i = 0; i < all.length; i++) {
            if (all[i].isRetired() || all[i].ageNanos(now) >= maxAgeNanos) {
                PooledChannel[] renewed = all.clone();
                renewed[i] = open();
                if (publish(all, renewed, renewed[i])) {
                    all[i].retire();
                }
                return true;
            }
        }
        return false;
    }

    /** Whether another thread took the last call of a channel: then there is no lack of channels. */
    private static boolean hasRetired(PooledChannel[] all) {
        for (PooledChannel channel : all) {
            if (channel.isRetired()) {
                return true;
            }
        }
        return false;
    }

    /** Acquires a channel with room; null if all are full. */
    private @Nullable PooledChannel take(PooledChannel[] all) {
        int first = first(all);
        for (int i = 0; i < all.length; i++) {
            PooledChannel channel = all[(first + i) % all.length];
            if (channel.tryAcquire(limit)) {
                return channel;
            }
        }
        return null;
    }

    /** Opens and acquires another channel; null if another thread replaced the array. */
    private @Nullable PooledChannel grow(PooledChannel[] all) {
        PooledChannel fresh = open();
        fresh.tryAcquire(limit);
        PooledChannel[] longer = Arrays.copyOf(all, all.length + 1);
        longer[all.length] = fresh;
        return publish(all, longer, fresh) ? fresh : null;
    }

    /** Acquires a full channel; null if it has just been retired. */
    private @Nullable PooledChannel overflow(PooledChannel[] all) {
        PooledChannel channel = all[fewest(all)];
        if (!channel.tryAcquire(Integer.MAX_VALUE)) {
            return null;
        }
        counters.callsOverLimit.increment();
        return channel;
    }

    /** The index of the channel to try first. */
    private int first(PooledChannel[] all) {
        if (all.length == 1) {
            return 0;
        }
        return settings.choice() == PoolSettings.Choice.FEWEST_CALLS
                ? fewest(all)
                : Math.floorMod(turn.getAndIncrement(), all.length);
    }

    private static int fewest(PooledChannel[] all) {
        int fewest = 0;
        for (int i = 1; i < all.length; i++) {
            if (all[i].openCalls() < all[fewest].openCalls()) {
                fewest = i;
            }
        }
        return fewest;
    }

    private PooledChannel open() {
        PooledChannel channel = new PooledChannel(opener.get(), clock.getAsLong(), maxCalls, this::closed);
        alive.add(channel);
        return channel;
    }

    private boolean publish(PooledChannel[] before, PooledChannel[] after, PooledChannel fresh) {
        if (!MEMBERS.compareAndSet(this, before, after)) {
            alive.remove(fresh);
            fresh.close();
            return false;
        }
        counters.channels.increment();
        if (closed) {
            fresh.close();
        }
        return true;
    }

    private void closed(PooledChannel channel) {
        if (alive.remove(channel)) {
            counters.closedChannels.increment();
        }
    }
}

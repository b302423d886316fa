package dev.yodel.gatling.grpc.channel;

import io.grpc.ManagedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A channel of a pool, with the number of its open calls.
 *
 * <p>A retired channel accepts no further call, and is shut down after its last one, so that no call fails that was
 * about to use it. Number and retirement are one variable. Thread-safe, without locks.
 */
final class PooledChannel {

    private static final int RETIRED = Integer.MIN_VALUE;

    private final ManagedChannel channel;
    private final long bornNanos;
    private final Consumer<PooledChannel> onClosed;
    private final int maxCalls;
    private final AtomicInteger callsLeft;
    private final AtomicInteger state = new AtomicInteger();

    /**
     * A channel without calls.
     *
     * @param maxCalls how many calls it may have, after which it retires
     * @param onClosed called at least once when the channel is closed
     */
    PooledChannel(ManagedChannel channel, long bornNanos, int maxCalls, Consumer<PooledChannel> onClosed) {
        this.channel = channel;
        this.bornNanos = bornNanos;
        this.onClosed = onClosed;
        this.maxCalls = maxCalls;
        callsLeft = new AtomicInteger(maxCalls);
    }

    ManagedChannel channel() {
        return channel;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - bornNanos;
    }

    int openCalls() {
        return state.get() & ~RETIRED;
    }

    boolean isRetired() {
        return state.get() < 0;
    }

    /** Counts one more call, unless the limit is reached or the channel is retired; retires it with the last one it may have. */
    boolean tryAcquire(int limit) {
        for (int now = state.get(); now >= 0 && now < limit; now = state.get()) {
            if (state.compareAndSet(now, now + 1)) {
                return maxCalls == Integer.MAX_VALUE || takeOne();
            }
        }
        return false;
    }

    private boolean takeOne() {
        int left = callsLeft.decrementAndGet();
        if (left <= 0) {
            retire();
        }
        if (left < 0) { // another thread had the last one
            release();
        }
        return left >= 0;
    }

    /** Counts one call less. */
    void release() {
        if (state.decrementAndGet() == RETIRED) {
            channel.shutdown();
            onClosed.accept(this);
        }
    }

    /** Accepts no further call, and closes the connection after the last one. */
    void retire() {
        if (state.getAndUpdate(now -> now | RETIRED) == 0) {
            channel.shutdown();
            onClosed.accept(this);
        }
    }

    /** Ends every call and closes the connection now. */
    void close() {
        state.getAndUpdate(now -> now | RETIRED);
        channel.shutdownNow();
        onClosed.accept(this);
    }
}

package dev.yodel.service.limits.transport;

import io.grpc.netty.shaded.io.netty.buffer.PooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.util.internal.PlatformDependent;

/**
 * The off-heap memory of the transport. It is used up if the pool may not grow by another chunk, and nearly all it has is
 * in use: a pool that has grown to its limit and is empty again is healthy.
 */
public final class TransportMemory {

    /** What the pool asks for when it needs more. */
    private static final int CHUNK = 4 << 20;

    private static final double NEARLY_ALL = 0.9;

    private final PooledByteBufAllocator pool;

    public TransportMemory(PooledByteBufAllocator pool) {
        this.pool = pool;
    }

    public boolean isUsedUp() {
        long reserved = pool.metric().usedDirectMemory();
        return reserved + CHUNK > PlatformDependent.maxDirectMemory()
                && pool.pinnedDirectMemory() > NEARLY_ALL * reserved;
    }
}

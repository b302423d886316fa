package dev.yodel.gateway.limits;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one request holds of its body, in bytes. The first few kilobytes need no room: they are less than the request itself
 * costs, so small requests are served while others fill the memory. Thread-safe.
 */
public final class BodySize {

    /** As much as headers may have by default; the number of requests has limits of its own. */
    static final int FREE = 4096;

    private static final AttributeKey<BodySize> KEY = AttributeKey.valueOf(BodySize.class, "KEY");

    private final BodyMemory memory;
    private final @Nullable String peer;
    private @Nullable Consumer<BodyRefusedException> onRefused;
    private long size;
    private long reserved;
    private boolean isClosed;

    BodySize(BodyMemory memory, @Nullable String peer) {
        this.memory = memory;
        this.peer = peer;
    }

    /** That of a request; null if the request has no body. */
    public static @Nullable BodySize of(ServiceRequestContext context) {
        return context.attr(KEY);
    }

    void attachTo(ServiceRequestContext context) {
        context.setAttr(KEY, this);
    }

    /**
     * Bytes have come.
     *
     * @throws BodyRefusedException if there is no room for them
     */
    synchronized void add(int bytes) {
        size += bytes;
        long missing = size - FREE - reserved;
        if (missing <= 0 || isClosed) {
            return;
        }
        String refusal = memory.reserve(peer, missing);
        if (refusal != null) {
            throw new BodyRefusedException(refusal);
        }
        reserved += missing;
    }

    /** What is done, on the event loop of the request, instead of failing its body. */
    public synchronized void onRefused(Consumer<BodyRefusedException> handler) {
        onRefused = handler;
    }

    synchronized @Nullable Consumer<BodyRefusedException> onRefused() {
        return onRefused;
    }

    /** Messages have been passed on to the server, whose own limits apply to them. */
    public synchronized void passedOn(int remaining) {
        size = remaining;
        release(Math.max(0, size - FREE));
    }

    /** The request has ended. */
    synchronized void close() {
        isClosed = true;
        release(0);
    }

    private void release(long rest) {
        if (reserved > rest) {
            memory.release(peer, reserved - rest);
            reserved = rest;
        }
    }
}

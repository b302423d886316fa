package dev.yodel.service.limits;

import java.util.concurrent.atomic.AtomicInteger;

/** What the clients of one address have open. Thread-safe. */
public final class Peer {

    static final int RESETS_WINDOW_SECONDS = 30;

    final String name;
    final boolean trusted;

    /** Guarded by the {@link Peers}. */
    int connections;

    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger streams = new AtomicInteger();
    private final int maxResets;
    private int resets;
    private int windowStart;

    Peer(String name, boolean trusted, int maxResets) {
        this.name = name;
        this.trusted = trusted;
        this.maxResets = maxResets;
    }

    /** Counts a reset stream at a time in seconds; false if there were too many. */
    public synchronized boolean countReset(int now) {
        if (now - windowStart >= RESETS_WINDOW_SECONDS) {
            windowStart = now;
            resets = 0;
        }
        resets++;
        return trusted || resets <= maxResets;
    }

    synchronized boolean hasRecentResets(int now) {
        return resets > 0 && now - windowStart < RESETS_WINDOW_SECONDS;
    }

    @Override
    public String toString() {
        return name;
    }
}

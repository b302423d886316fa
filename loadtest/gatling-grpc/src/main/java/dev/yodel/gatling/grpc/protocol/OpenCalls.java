package dev.yodel.gatling.grpc.protocol;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The calls of a run that have started and not ended. Thread-safe. */
public final class OpenCalls {

    private final AtomicLong count = new AtomicLong();
    private final Set<OpenStream> streams = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
    private volatile boolean stopped;

    long count() {
        return count.get();
    }

    boolean stopped() {
        return stopped;
    }

    void started() {
        count.incrementAndGet();
    }

    void ended() {
        if (count.decrementAndGet() == 0 && stopped) {
            allEnded.complete(null);
        }
    }

    /** Notifies the stream when the run stops. */
    public void register(OpenStream stream) {
        streams.add(stream);
    }

    public void unregister(OpenStream stream) {
        streams.remove(stream);
    }

    void stop() {
        stopped = true;
        streams.forEach(OpenStream::runStopped);
    }

    /** Done when no call is left after the stop. */
    CompletionStage<Void> allEnded() {
        if (count.get() == 0) {
            allEnded.complete(null);
        }
        return allEnded;
    }
}

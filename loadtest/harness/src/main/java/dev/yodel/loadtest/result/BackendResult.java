package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.BackendStats;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the connections to one address, over the whole run.
 *
 * @param address where they led to
 * @param calls calls that were given to them, each attempt of a retried or hedged one for itself
 * @param connections connections that were made
 * @param reconnects those of them that took the place of an earlier one
 * @param goAways connections that the server announced to close, by the HTTP/2 error code that it gave for it
 * @param streamWaits calls that waited since their connection carried as many streams as the server allows; null if none
 *     did
 * @param refusedStreams calls that the server refused
 */
public record BackendResult(
        String address,
        long calls,
        long connections,
        long reconnects,
        Map<String, Long> goAways,
        @Nullable WaitResult streamWaits,
        long refusedStreams) {

    static BackendResult of(BackendStats figures) {
        return new BackendResult(
                figures.address(),
                figures.calls(),
                figures.connections(),
                figures.reconnects(),
                new TreeMap<>(figures.goAways()),
                WaitResult.of(figures.streamWaits()),
                figures.refusedStreams());
    }
}

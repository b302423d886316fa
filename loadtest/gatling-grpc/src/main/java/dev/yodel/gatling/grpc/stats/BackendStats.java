package dev.yodel.gatling.grpc.stats;

import java.util.Map;

/**
 * What became of the connections to one address.
 *
 * @param address the address as the connection knows it, {@code host:port}
 * @param calls calls that were given to its connections, each attempt of a retried or hedged one for itself
 * @param connections connections that were made
 * @param openConnections those of them that are not closed
 * @param reconnects those of them that took the place of an earlier one of the same channel
 * @param goAways connections that the server announced to close, by the HTTP/2 error code that it gave for it
 * @param streamWaits calls that waited on their connection since it carried as many streams as the server allows
 * @param refusedStreams calls that the server refused (REFUSED_STREAM)
 */
public record BackendStats(
        String address,
        long calls,
        long connections,
        long openConnections,
        long reconnects,
        Map<String, Long> goAways,
        WaitStats streamWaits,
        long refusedStreams) {}

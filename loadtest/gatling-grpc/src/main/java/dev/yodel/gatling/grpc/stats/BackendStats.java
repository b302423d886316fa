package dev.yodel.gatling.grpc.stats;

import java.util.Map;

/**
 * Statistics of the connections to one address.
 *
 * @param address the resolved address, {@code host:port}
 * @param calls calls assigned to its connections; each attempt of a retried or hedged call counts
 * @param connections connections established
 * @param openConnections connections that are still open
 * @param reconnects connections that replaced an earlier one of the same channel
 * @param goAways connections for which the server sent a GOAWAY, by HTTP/2 error code
 * @param streamWaits calls that waited on their connection because it had as many streams as the server allows
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

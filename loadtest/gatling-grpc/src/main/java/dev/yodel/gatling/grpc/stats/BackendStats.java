package dev.yodel.gatling.grpc.stats;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

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
 * @param connectTime how long establishing a connection took, in nanoseconds: TCP, TLS, and the server's HTTP/2 settings
 */
public record BackendStats(
        String address,
        long calls,
        long connections,
        long openConnections,
        long reconnects,
        Map<String, Long> goAways,
        WaitStats streamWaits,
        long refusedStreams,
        Histogram connectTime) {

    /** Statistics without connect times. */
    public BackendStats(
            String address,
            long calls,
            long connections,
            long openConnections,
            long reconnects,
            Map<String, Long> goAways,
            WaitStats streamWaits,
            long refusedStreams) {
        this(
                address,
                calls,
                connections,
                openConnections,
                reconnects,
                goAways,
                streamWaits,
                refusedStreams,
                new Histogram(TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.HOURS.toNanos(1), 3));
    }
}

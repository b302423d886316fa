package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.ChannelStats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the channels to one target really did. Unlike the figures of requests these cover the whole run, the warm-up and
 * what was cut off at the end included, and every call on the channels, those of server reflection included.
 *
 * @param name the name of the target
 * @param target what it names
 * @param channels channels that were opened
 * @param callsOverLimit calls that went to a channel above its limit of streams, since all of them were full
 * @param failedConnections connections that could not be made
 * @param connectionWaits calls that waited for a connection, and got one; null if none did
 * @param backends what became of its connections, in the order of the addresses
 */
public record ChannelResult(
        String name,
        String target,
        long channels,
        long callsOverLimit,
        long failedConnections,
        @Nullable WaitResult connectionWaits,
        List<BackendResult> backends) {

    public ChannelResult {
        backends = List.copyOf(backends);
    }

    /** The result of figures that cover the whole run. */
    public static ChannelResult of(ChannelStats figures) {
        return new ChannelResult(
                figures.name(),
                figures.target(),
                figures.channels(),
                figures.callsOverLimit(),
                figures.failedConnections(),
                WaitResult.of(figures.connectionWaits()),
                figures.backends().stream().map(BackendResult::of).toList());
    }
}

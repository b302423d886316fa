package dev.yodel.gatling.grpc.stats;

import java.util.List;

/**
 * What the channels to one target really did, from the start of the run on.
 *
 * @param name the name of the target
 * @param target what it names
 * @param channels channels that were opened, those for users and those that took the place of aged ones included
 * @param openChannels those of them that are not closed
 * @param callsOverLimit calls that went to a channel above its limit of streams, since there were as many channels as may
 *     be, all of them full
 * @param failedConnections connections that could not be made
 * @param connectionWaits calls that waited for a connection, and got one
 * @param backends what became of its connections, by address
 */
public record ChannelStats(
        String name,
        String target,
        long channels,
        long openChannels,
        long callsOverLimit,
        long failedConnections,
        WaitStats connectionWaits,
        List<BackendStats> backends) {}

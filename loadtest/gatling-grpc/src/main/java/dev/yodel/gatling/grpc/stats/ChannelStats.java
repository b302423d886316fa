package dev.yodel.gatling.grpc.stats;

import java.util.List;

/**
 * Statistics of the channels to one target, since the start of the run.
 *
 * @param name the name of the target
 * @param target its address, as given to gRPC
 * @param channels channels that were opened, including those of users and replacements of aged ones
 * @param openChannels channels that are still open
 * @param callsOverLimit calls that exceeded the limit of streams of their channel because the maximum number of
 *     channels was open and all were full
 * @param failedConnections connections that could not be established
 * @param connectionWaits calls that waited for a connection, and got one
 * @param backends its connections by address
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

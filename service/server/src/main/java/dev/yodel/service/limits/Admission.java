package dev.yodel.service.limits;

/**
 * How many connections and open calls are admitted, for the server and per peer address. Unary calls and streams are
 * counted apart, so neither can displace the other.
 *
 * @param resetsPerPeer the maximum number of streams that the clients of an address may reset in 30 s
 */
public record Admission(
        int connections,
        int connectionsPerPeer,
        int calls,
        int callsPerPeer,
        int streams,
        int streamsPerPeer,
        int resetsPerPeer,
        Networks trusted) {}

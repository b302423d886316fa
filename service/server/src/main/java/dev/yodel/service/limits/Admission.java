package dev.yodel.service.limits;

import org.jspecify.annotations.Nullable;

/**
 * How many connections and open calls are admitted, for the server and per peer address. Unary calls and streams are
 * counted apart, so neither can displace the other.
 *
 * @param files what has lowered the number of connections; null if nothing has
 * @param resetsPerPeer the maximum number of streams that the clients of an address may reset in 30 s
 */
public record Admission(
        int connections,
        int connectionsPerPeer,
        @Nullable String files,
        int calls,
        int callsPerPeer,
        int streams,
        int streamsPerPeer,
        int resetsPerPeer,
        Networks trusted) {

    /** Limits that are set by flags alone. */
    public Admission(
            int connections,
            int connectionsPerPeer,
            int calls,
            int callsPerPeer,
            int streams,
            int streamsPerPeer,
            int resetsPerPeer,
            Networks trusted) {
        this(
                connections,
                connectionsPerPeer,
                null,
                calls,
                callsPerPeer,
                streams,
                streamsPerPeer,
                resetsPerPeer,
                trusted);
    }

    /** The same with no more connections than there are descriptors for; then one address gets half of them. */
    public Admission within(Descriptors descriptors) {
        int room = descriptors.forConnections();
        if (room >= connections) {
            return this;
        }
        return new Admission(
                room,
                Math.min(connectionsPerPeer, Math.max(1, room / 2)),
                "the limit of open files, ulimit -n " + descriptors.allowed(),
                calls,
                callsPerPeer,
                streams,
                streamsPerPeer,
                resetsPerPeer,
                trusted);
    }
}

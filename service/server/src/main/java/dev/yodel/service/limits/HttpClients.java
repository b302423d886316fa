package dev.yodel.service.limits;

import dev.yodel.service.gateway.GatewayClients;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The clients of the gateway, whose connections have the same limits as those of the gRPC port, counted apart. */
public final class HttpClients implements GatewayClients {

    private final Peers peers;
    private final Refusals refusals;
    private final IntSupplier now;

    /**
     * @param peers those of the HTTP port alone
     * @param now seconds since the start
     */
    public HttpClients(Peers peers, Refusals refusals, IntSupplier now) {
        this.peers = peers;
        this.refusals = refusals;
        this.now = now;
    }

    /** Forgets clients that have left; every second. */
    public void tick() {
        peers.tick(now.getAsInt());
    }

    @Override
    public Admission connect(@Nullable SocketAddress address) {
        Peer peer = peers.peer(address);
        String refusal = peers.connect(peer);
        if (refusal != null) {
            refusals.refused("connection", refusal);
            return new Admission(refusal, () -> {});
        }
        return new Admission(null, () -> peers.disconnected(peer));
    }

    @Override
    public @Nullable String countedAs(InetAddress address) {
        Peer peer = peers.peer(new InetSocketAddress(address, 0));
        return peer.trusted ? null : peer.name;
    }

    @Override
    public void refused(String kind, String reason) {
        refusals.refused(kind, reason);
    }
}

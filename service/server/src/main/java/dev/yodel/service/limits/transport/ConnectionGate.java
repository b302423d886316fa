package dev.yodel.service.limits.transport;

import dev.yodel.service.limits.Peer;
import dev.yodel.service.limits.Peers;
import dev.yodel.service.limits.Refusals;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler.Sharable;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Admits new connections, before anything is allocated for them. It is the first handler of the listening channel, whose
 * messages are accepted connections. One that is refused gets a GOAWAY with the reason, if it is not encrypted and if not
 * too many are being refused at the same time.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The transport reports failures by closing the connection.
@Sharable
public final class ConnectionGate extends ChannelInboundHandlerAdapter {

    /** Each holds a descriptor of the reserve for a second. */
    private static final int MAX_GOODBYES = 16;

    private static final int PAUSE_MILLIS = 500;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int GOAWAY = 7;
    private static final int SETTINGS = 4;

    private final Peers peers;
    private final Refusals refusals;
    private final Guards guards;
    private final AtomicInteger goodbyes = new AtomicInteger();

    public ConnectionGate(Peers peers, Refusals refusals, Guards guards) {
        this.peers = peers;
        this.refusals = refusals;
        this.guards = guards;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel connection = (Channel) accepted;
        Peer peer = peers.peer(connection.remoteAddress());
        String refusal = peers.connect(peer);
        if (refusal != null) {
            refusals.refused("connection", refusal);
            refuse(ctx, connection, refusal);
            return;
        }
        connection.closeFuture().addListener(closed -> peers.disconnected(peer));
        connection.pipeline().addFirst(guards.forConnection(peer));
        ctx.fireChannelRead(accepted);
    }

    private void refuse(ChannelHandlerContext ctx, Channel connection, String reason) {
        if (guards.encrypted() || goodbyes.incrementAndGet() > MAX_GOODBYES) {
            if (!guards.encrypted()) {
                goodbyes.decrementAndGet();
            }
            connection.unsafe().closeForcibly();
            return;
        }
        connection.closeFuture().addListener(closed -> goodbyes.decrementAndGet());
        connection.config().setAutoRead(false);
        ctx.channel().eventLoop().register(connection);
        // Later, because clients reconnect at once after a GOAWAY.
        connection
                .eventLoop()
                .schedule(() -> connection.writeAndFlush(goAway(reason)), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        // Not at once: the client's first bytes would meet a closed socket, and the reason would be lost.
        connection.eventLoop().schedule(() -> connection.close(), 2 * PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static ByteBuf goAway(String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return Unpooled.buffer(9 + 17 + text.length)
                .writeMedium(0)
                .writeByte(SETTINGS)
                .writeByte(0)
                .writeInt(0)
                .writeMedium(8 + text.length)
                .writeByte(GOAWAY)
                .writeByte(0)
                .writeInt(0)
                .writeInt(0)
                .writeInt(ENHANCE_YOUR_CALM)
                .writeBytes(text);
    }
}

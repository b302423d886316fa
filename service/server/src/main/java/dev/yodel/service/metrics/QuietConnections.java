package dev.yodel.service.metrics;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler.Sharable;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The open connections of a port, in the order of their last request. If there is one more than allowed, the one that has
 * been quiet for longest is closed, so clients that connect and send nothing do not keep others out. It is the first handler of
 * the listening channel, whose messages are accepted connections. Used by one thread, which serves all of them.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The transport reports failures by closing the connection.
@Sharable
final class QuietConnections extends ChannelInboundHandlerAdapter {

    private final int max;
    private final Set<Channel> open = new LinkedHashSet<>();

    QuietConnections(int max) {
        this.max = max;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel connection = (Channel) accepted;
        if (open.size() >= max) {
            Channel quietest = open.iterator().next();
            open.remove(quietest);
            quietest.close();
        }
        open.add(connection);
        connection.closeFuture().addListener(closed -> open.remove(connection));
        ctx.fireChannelRead(accepted);
    }

    /** A connection has sent a request. */
    void heard(Channel connection) {
        if (open.remove(connection)) {
            open.add(connection);
        }
    }
}

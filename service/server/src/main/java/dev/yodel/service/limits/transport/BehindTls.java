package dev.yodel.service.limits.transport;

import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;

/** Puts a handler behind that of TLS, which is there when the first bytes arrive, and removes itself. */
final class BehindTls extends ChannelInboundHandlerAdapter {

    private final ChannelHandler handler;

    BehindTls(ChannelHandler handler) {
        this.handler = handler;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ChannelHandlerContext tls = ctx.pipeline().context(SslHandler.class);
        if (tls != null) {
            ctx.pipeline().addAfter(tls.name(), null, handler);
            ctx.fireChannelRead(msg);
            ctx.pipeline().remove(this);
        } else {
            ctx.fireChannelRead(msg);
        }
    }
}

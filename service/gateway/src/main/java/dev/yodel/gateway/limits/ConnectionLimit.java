package dev.yodel.gateway.limits;

import com.linecorp.armeria.common.HttpStatus;
import dev.yodel.gateway.call.ErrorJson;
import dev.yodel.service.gateway.GatewayClients;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Admits the connections of the HTTP port. One that is refused gets a response with the reason in HTTP/1.1, if it is not
 * encrypted and if not too many are being refused at the same time.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The transport reports failures by closing the connection.
public final class ConnectionLimit {

    /** Each holds a descriptor for a second. */
    private static final int MAX_GOODBYES = 16;

    private final GatewayClients clients;
    private final boolean encrypted;
    private final AtomicInteger goodbyes = new AtomicInteger();

    public ConnectionLimit(GatewayClients clients, boolean encrypted) {
        this.clients = clients;
        this.encrypted = encrypted;
    }

    /** A new connection. */
    public void accept(ChannelPipeline pipeline) {
        Channel connection = pipeline.channel();
        GatewayClients.Admission admission = clients.connect(connection.remoteAddress());
        String refusal = admission.refusal();
        if (refusal == null) {
            connection.closeFuture().addListener(closed -> admission.end().run());
        } else if (encrypted || goodbyes.get() >= MAX_GOODBYES) {
            connection.close();
        } else {
            goodbyes.incrementAndGet();
            connection.closeFuture().addListener(closed -> goodbyes.decrementAndGet());
            pipeline.addFirst(new Refused(refusal));
        }
    }

    /** The first handler of a connection that is refused: nothing reaches the others. */
    private static final class Refused extends ChannelInboundHandlerAdapter {

        private final String reason;

        Refused(String reason) {
            this.reason = reason;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.channel().config().setAutoRead(false);
            context.writeAndFlush(response(reason));
            // Not at once: the client's first bytes would meet a closed socket, and the response would be lost.
            context.channel().eventLoop().schedule(() -> context.channel().close(), 1, TimeUnit.SECONDS);
        }

        private static ByteBuf response(String reason) {
            HttpStatus status = HttpStatus.TOO_MANY_REQUESTS;
            String body = ErrorJson.of(status.code(), Status.RESOURCE_EXHAUSTED.withDescription(reason)) + "\n";
            return Unpooled.copiedBuffer(
                    "HTTP/1.1 " + status + "\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: "
                            + body.getBytes(StandardCharsets.UTF_8).length + "\r\nconnection: close\r\n\r\n" + body,
                    StandardCharsets.UTF_8);
        }
    }
}

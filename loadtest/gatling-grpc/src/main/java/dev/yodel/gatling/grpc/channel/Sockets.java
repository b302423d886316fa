package dev.yodel.gatling.grpc.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The sockets of one run, served by Gatling's event loops, of the kind that these can serve. Thread-safe. */
final class Sockets {

    private static final String DOMAIN_SOCKET = "unix:";

    /** How long a connection may take to say goodbye. */
    private static final long GOODBYE_MILLIS = 500;

    private final EventLoopGroup loops;
    private final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    Sockets(EventLoopGroup loops) {
        this.loops = loops;
    }

    /** All loops: each further connection is served by the next one. */
    EventLoopGroup loops() {
        return loops;
    }

    /** Whether the target is a socket in the file system. */
    boolean isDomainSocket(String target) {
        return serves(EpollIoHandler.class) && target.startsWith(DOMAIN_SOCKET);
    }

    /** What makes sockets to the target. */
    ChannelFactory<Channel> to(String target) {
        ChannelFactory<? extends Channel> maker = makerOf(target);
        return () -> {
            Channel socket = maker.newChannel();
            open.add(socket);
            return socket;
        };
    }

    /**
     * Done when none of those open now is left. Those that are being closed get a moment to send their goodbye, which on
     * a server that reads nothing would wait for ever behind what the socket still holds; then they are cut off.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // they are heard by their listeners
    CompletionStage<Void> closed() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        open.newCloseFuture().addListener(done -> closed.complete(null));
        closed.copy()
                .orTimeout(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((done, late) -> open.forEach(Sockets::cutOff));
        return closed;
    }

    /** Closes the socket behind the back of HTTP/2 and TLS, each of which has something more to send. */
    @SuppressWarnings("FutureReturnValueIgnored") // the group hears of it
    private static void cutOff(Channel socket) {
        ChannelHandlerContext nearest = socket.pipeline().firstContext();
        if (nearest != null) {
            nearest.close();
        } else {
            socket.close();
        }
    }

    private ChannelFactory<? extends Channel> makerOf(String target) {
        if (isDomainSocket(target)) {
            return EpollDomainSocketChannel::new;
        }
        if (serves(EpollIoHandler.class)) {
            return EpollSocketChannel::new;
        }
        return serves(IoUringIoHandler.class) ? IoUringSocketChannel::new : NioSocketChannel::new;
    }

    private boolean serves(Class<? extends IoHandler> kind) {
        return loops instanceof IoEventLoopGroup group && group.isIoType(kind);
    }
}

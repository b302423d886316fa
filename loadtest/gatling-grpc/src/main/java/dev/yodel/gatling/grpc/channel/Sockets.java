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

/** The sockets of one run, of the kind that Gatling's event loops support. Thread-safe. */
final class Sockets {

    private static final String DOMAIN_SOCKET = "unix:";

    /** How long a connection may take to close in an orderly way. */
    private static final long CLOSE_MILLIS = 500;

    private final EventLoopGroup loops;
    private final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    Sockets(EventLoopGroup loops) {
        this.loops = loops;
    }

    /** All event loops: connections are assigned to them in turn. */
    EventLoopGroup loops() {
        return loops;
    }

    /** Whether the target is a Unix domain socket. */
    boolean isDomainSocket(String target) {
        return serves(EpollIoHandler.class) && target.startsWith(DOMAIN_SOCKET);
    }

    /** The factory of sockets to the target. */
    ChannelFactory<Channel> to(String target) {
        ChannelFactory<? extends Channel> maker = makerOf(target);
        return () -> {
            Channel socket = maker.newChannel();
            open.add(socket);
            return socket;
        };
    }

    /**
     * Completes when all sockets that are open now are closed. Sockets get a moment to close in an orderly way, which
     * would take forever if the server reads nothing; then they are closed forcibly.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // listeners handle them
    CompletionStage<Void> closed() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        open.newCloseFuture().addListener(done -> closed.complete(null));
        closed.copy()
                .orTimeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((done, late) -> open.forEach(Sockets::closeForcibly));
        return closed;
    }

    /** Closes the socket without HTTP/2 and TLS, which would still send something. */
    @SuppressWarnings("FutureReturnValueIgnored") // the group handles it
    private static void closeForcibly(Channel socket) {
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

package dev.yodel.gatling.grpc.channel;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The threads of one run's connections, and the sockets that they serve. Thread-safe. */
final class EventLoops implements AutoCloseable {

    static final String THREADS = "yodel-grpc";

    private static final boolean EPOLL = Epoll.isAvailable();
    private static final String DOMAIN_SOCKET = "unix:";

    /** How long nothing must happen before threads end: what is on its way to them may still come in. */
    private static final long QUIET_MILLIS = 20;

    private static final long MOST_MILLIS = 2_000;

    private static final int AS_NETTY_LIKES = 0;

    private final EventLoopGroup group;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** As many as Netty likes: two for each processor. A thread starts when it gets its first connection. */
    EventLoops() {
        this(AS_NETTY_LIKES);
    }

    EventLoops(int threads) {
        group = new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory(THREADS, true),
                EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    EventLoopGroup group() {
        return group;
    }

    /** Whether the target is a socket in the file system. */
    static boolean isDomainSocket(String target) {
        return EPOLL && target.startsWith(DOMAIN_SOCKET);
    }

    /** What makes sockets to the target. */
    static ChannelFactory<? extends Channel> socketsTo(String target) {
        if (isDomainSocket(target)) {
            return EpollDomainSocketChannel::new;
        }
        return EPOLL ? EpollSocketChannel::new : NioSocketChannel::new;
    }

    /** Closes every connection, and lets the threads end. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is heard by its listener
    public void close() {
        group.shutdownGracefully(QUIET_MILLIS, MOST_MILLIS, TimeUnit.MILLISECONDS)
                .addListener(terminated -> ended.complete(null));
    }

    /** Done when the threads have ended. */
    CompletionStage<Void> ended() {
        return ended.copy();
    }
}

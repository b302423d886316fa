package dev.yodel.service.limits.transport;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.ResourceLeakDetector;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the transport: those that grpc itself would choose. They are created here because only so the listening
 * channel can be created here, with a handler that sees connections before grpc does.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing depends on the end of these threads.
public final class EventLoops implements AutoCloseable {

    private static final int NETTYS_DEFAULT = 0;

    /** Netty's own property, under the name of the shaded transport. */
    private static final String LEAK_DETECTION = "io.grpc.netty.shaded.io.netty.leakDetection.level";

    /**
     * A quarter of Netty's own. A frame of an incomplete request keeps the whole buffer that it was read into, so the
     * larger the buffer, the more memory is held for bytes that have been dealt with.
     */
    private static final int READ_BUFFER = 16 * 1024;

    static {
        // A stack trace for each hundredth buffer is 6 % of the time of a call. The tests look for leaks, see ITLeaks.
        if (System.getProperty(LEAK_DETECTION) == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    private final boolean epoll = Epoll.isAvailable();
    private final EventLoopGroup accepting = loops(1, "yodel-accept");
    private final EventLoopGroup serving = loops(NETTYS_DEFAULT, "yodel-loop");

    /** Serves with these threads and reads with small buffers; the gate is the first handler of the listening channel. */
    @SuppressWarnings("deprecation") // There is no other option for the size of reads.
    public NettyServerBuilder serve(NettyServerBuilder builder, ChannelHandler gate) {
        return builder.bossEventLoopGroup(accepting)
                .workerEventLoopGroup(serving)
                .withChildOption(
                        ChannelOption.RCVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(64, 2048, READ_BUFFER))
                .channelFactory(() -> {
                    ServerChannel channel = epoll ? new EpollServerSocketChannel() : new NioServerSocketChannel();
                    channel.pipeline().addLast(gate);
                    return channel;
                });
    }

    /** The threads that serve, one executor each. */
    public Iterable<? extends Executor> serving() {
        return serving;
    }

    @Override
    public void close() {
        accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        serving.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private EventLoopGroup loops(int threads, String name) {
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), io);
    }
}

package dev.yodel.service.metrics;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.buffer.UnpooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.ChannelPipeline;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpObjectAggregator;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpServerCodec;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.grpc.netty.shaded.io.netty.handler.flow.FlowControlHandler;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.timeout.WriteTimeoutHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP port for operators: {@code /metrics} in the format that the Accept header asks for, {@code /healthz} (the
 * process responds) and {@code /readyz} (it is ready for calls). One thread of its own, which waits for nobody, reads requests
 * and answers probes; scrapes are written on others. Connections, scrapes and times are bounded.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The transport reports failures by closing the connection.
public final class HttpEndpoint implements AutoCloseable {

    /** At most so many connections; for one more, the one that has been quiet for longest is closed. */
    static final int MAX_CONNECTIONS = 32;

    private static final int MAX_LINE = 4096;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_BODY = 8 * 1024;

    /** For reading a response. */
    private static final int WRITE_SECONDS = 30;

    private final EventLoopGroup thread =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("yodel-http", true), NioIoHandler.newFactory());

    private final ThreadPoolExecutor scrapes = new ThreadPoolExecutor(
            HttpRequests.SCRAPES_AT_ONCE,
            HttpRequests.SCRAPES_AT_ONCE,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(HttpRequests.MAX_SCRAPES),
            new ThreadFactoryBuilder()
                    .setNameFormat("yodel-scrape")
                    .setDaemon(true)
                    .build());

    private final Channel listening;

    private HttpEndpoint(
            InetSocketAddress address, @Nullable SslContext tls, ServerMeters meters, BooleanSupplier ready)
            throws IOException {
        scrapes.allowCoreThreadTimeOut(true);
        QuietConnections connections = new QuietConnections(MAX_CONNECTIONS);
        HttpRequests requests = new HttpRequests(meters, ready, scrapes, connections);
        ChannelFuture bound = new ServerBootstrap()
                .group(thread)
                .channel(NioServerSocketChannel.class)
                .handler(connections)
                // One request at a time: the next one is read when its predecessor is answered.
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        ChannelPipeline pipeline = connection.pipeline();
                        if (tls != null) {
                            pipeline.addLast(tls.newHandler(connection.alloc()));
                        }
                        pipeline.addLast(
                                new WriteTimeoutHandler(WRITE_SECONDS),
                                new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_BODY),
                                new HttpServerKeepAliveHandler(),
                                new HttpObjectAggregator(MAX_BODY),
                                new FlowControlHandler(),
                                requests);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw bound.cause() instanceof IOException failure ? failure : new IOException(bound.cause());
        }
        listening = bound.channel();
    }

    /**
     * Starts listening.
     *
     * @param tls null for plain HTTP
     * @param ready whether the server is ready for calls
     * @throws IOException if the address cannot be listened on
     */
    public static HttpEndpoint start(
            InetSocketAddress address, @Nullable SslContext tls, ServerMeters meters, BooleanSupplier ready)
            throws IOException {
        return new HttpEndpoint(address, tls, meters, ready);
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        scrapes.shutdownNow();
    }
}

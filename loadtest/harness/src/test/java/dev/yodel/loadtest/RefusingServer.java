package dev.yodel.loadtest;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A health service that refuses streams (REFUSED_STREAM), and counts. Metadata of a call say which: {@code x-refuse: 3} refuses
 * every third stream of those with the same value, {@code x-refuse: 1} all; a call without it is answered.
 */
final class RefusingServer implements AutoCloseable {

    private static final String REFUSE = "x-refuse";

    /** A message of two bytes without compression: {@code status: SERVING}. */
    private static final byte[] SERVING = {0, 0, 0, 0, 2, 8, 1};

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();
    private final Channel server;

    RefusingServer() throws InterruptedException {
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(Http2FrameCodecBuilder.forServer().build())
                                .addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel stream) {
                                        stream.pipeline().addLast(new Stream());
                                    }
                                }));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    String target() {
        return "127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort();
    }

    Counts of(String refuse) {
        return counts.computeIfAbsent(refuse, value -> new Counts());
    }

    @Override
    public void close() {
        Future<?> unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** What happened to the streams with one value of the metadata. */
    static final class Counts {

        private final AtomicInteger streams = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger answered = new AtomicInteger();

        int streams() {
            return streams.get();
        }

        int refused() {
            return refused.get();
        }

        int answered() {
            return answered.get();
        }
    }

    private final class Stream extends ChannelInboundHandlerAdapter {

        private Counts count = new Counts();
        private boolean refused;

        @Override
        public void channelRead(ChannelHandlerContext stream, Object frame) {
            try {
                if (frame instanceof Http2HeadersFrame request) {
                    begin(stream, request);
                }
                boolean ended = frame instanceof Http2DataFrame data && data.isEndStream();
                if (ended && !refused) {
                    count.answered.incrementAndGet();
                    answer(stream);
                }
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }

        /** The client has gone. */
        @Override
        public void exceptionCaught(ChannelHandlerContext stream, Throwable cause) {
            stream.close();
        }

        private void begin(ChannelHandlerContext stream, Http2HeadersFrame request) {
            CharSequence every = request.headers().get(REFUSE);
            if (every == null) {
                return;
            }
            count = of(every.toString());
            int number = count.streams.incrementAndGet();
            refused = number % Integer.parseInt(every.toString()) == 0;
            if (refused) {
                count.refused.incrementAndGet();
                stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM));
            }
        }

        private void answer(ChannelHandlerContext stream) {
            stream.write(new DefaultHttp2HeadersFrame(
                    new DefaultHttp2Headers().status("200").set("content-type", "application/grpc")));
            stream.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(SERVING)));
            stream.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().set("grpc-status", "0"), true));
        }
    }
}

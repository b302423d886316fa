package dev.yodel.gateway.call;

import dev.yodel.service.gateway.GatewaySetup;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509KeyManager;

/**
 * The channels to the server, one for each core, so that all threads of the server have work. A call that is read slowly
 * does not slow down the others of its channel. Thread-safe.
 */
public final class Upstream implements AutoCloseable {

    private static final int MAX_CHANNELS = 8;

    /** An echo of the largest request with the largest padding must arrive. */
    private static final int LARGEST_EXTRA = 4 << 20;

    private static final int MAX_METADATA = 64 << 10;

    private final List<ManagedChannel> channels;
    private final AtomicInteger next = new AtomicInteger();

    /**
     * Makes the channels, which connect when they are used.
     *
     * @throws SSLException if TLS does not work on this machine
     */
    public Upstream(GatewaySetup setup) throws SSLException {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(setup.server())
                .directExecutor() // Nothing here blocks.
                .disableRetry()
                .maxInboundMessageSize((int) Math.min(Integer.MAX_VALUE, setup.maxMessageSize() + (long) LARGEST_EXTRA))
                .maxInboundMetadataSize(MAX_METADATA)
                .userAgent("yodel-gateway");
        X509KeyManager identity = setup.identity();
        if (identity == null) {
            builder.usePlaintext();
        } else {
            builder.sslContext(GrpcSslContexts.forClient()
                    .trustManager(new OwnCertificate(identity))
                    .build());
        }
        int cores = Math.min(Runtime.getRuntime().availableProcessors(), MAX_CHANNELS);
        channels = Stream.generate(builder::build).limit(cores).toList();
    }

    /** The channel for the next call. */
    public Channel channel() {
        return channels.get(Math.floorMod(next.getAndIncrement(), channels.size()));
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}

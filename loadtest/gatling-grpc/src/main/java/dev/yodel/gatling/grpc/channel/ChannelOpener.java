package dev.yodel.gatling.grpc.channel;

import dev.yodel.gatling.grpc.config.CertificateRequests;
import dev.yodel.gatling.grpc.config.ChannelSettings;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.util.concurrent.TimeUnit;

/** Opens gRPC channels as the settings describe them. Thread-safe. */
public final class ChannelOpener {

    private final ChannelSettings settings;
    private final CertificateRequests requests = new CertificateRequests();
    private final ChannelCredentials credentials;
    private final Sockets sockets;

    ChannelOpener(ChannelSettings settings, Sockets sockets) {
        this.settings = settings;
        this.sockets = sockets;
        credentials = settings.security().credentials(requests);
    }

    /**
     * Checks the settings before the run: opens a channel to each target, which connects to nothing, and closes it.
     *
     * @throws IllegalArgumentException if one cannot be opened, with the reason in one line
     */
    @SuppressWarnings("FutureReturnValueIgnored") // there is nothing to wait for
    public static void check(ChannelSettings settings) {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        try {
            ChannelOpener opener = new ChannelOpener(settings, new Sockets(loops));
            settings.targets().forEach((name, target) -> {
                try {
                    opener.open(target, loops, new TargetCounters()).shutdownNow();
                } catch (IllegalArgumentException | IllegalStateException e) {
                    throw new IllegalArgumentException("target %s, %s: %s".formatted(name, target, e.getMessage()), e);
                }
            });
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    /** Whether a server has requested a client certificate on one of these channels, and there is none. */
    boolean lacksCertificate() {
        return requests.any();
    }

    /** A channel to the target that connects with its first call, is served by the loops, and updates the counters. */
    ManagedChannel open(String target, EventLoopGroup loops, TargetCounters counters) {
        ConnectionWatch watch = new ConnectionWatch(sockets.to(target), counters, System::nanoTime);
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(ChannelSettings.uri(target), credentials)
                .eventLoopGroup(loops)
                .addTransportFilter(watch)
                // Callbacks run on the connection's thread: they take the time there, and switch to the user's loop.
                .directExecutor();
        if (sockets.isDomainSocket(target)) {
            builder.channelFactory(watch, DomainSocketAddress.class);
        } else {
            builder.channelFactory(watch);
        }
        if (settings.authority() != null) {
            builder.overrideAuthority(settings.authority());
        }
        settings.transport().applyTo(builder);
        settings.routing().applyTo(builder);
        return builder.build();
    }
}

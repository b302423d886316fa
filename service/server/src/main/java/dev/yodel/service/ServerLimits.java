package dev.yodel.service;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.yodel.service.behavior.BehaviorPlan;
import dev.yodel.service.limits.ByteBudget;
import dev.yodel.service.limits.Connections;
import dev.yodel.service.limits.TimeLimits;
import dev.yodel.service.settings.ServiceSettings;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The limits of the server, as the settings give them: budgets of memory, of time, of connections and calls. */
final class ServerLimits implements AutoCloseable {

    private static final int RESETS_WINDOW_SECONDS = 30;

    /**
     * A quarter of Netty's own. A frame of an incomplete request keeps the whole buffer that it was read into, so the
     * larger the buffer, the more memory is held for bytes that have been dealt with.
     */
    private static final int READ_BUFFER = 16 * 1024;

    private final ServiceSettings settings;
    private final ByteBudget responses;
    private final Connections connections;

    /** A thread that no delay of a call can hold up. */
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(new ThreadFactoryBuilder()
            .setNameFormat("yodel-watch")
            .setDaemon(true)
            .build());

    /**
     * @param executor resumes calls that have waited for memory
     */
    ServerLimits(ServiceSettings settings, Executor executor) {
        this.settings = settings;
        responses = responseMemory(executor);
        connections = new Connections(responses, requestMemory(executor), timeLimits(), System::nanoTime);
        connections.watch(watch);
    }

    ByteBudget responses() {
        return responses;
    }

    Connections connections() {
        return connections;
    }

    /** Sets the limits of a server. */
    @SuppressWarnings("deprecation") // the option is deprecated for those who set it to other types; there is no other one
    NettyServerBuilder applyTo(NettyServerBuilder builder) {
        builder.withChildOption(ChannelOption.RCVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(64, 2048, READ_BUFFER))
                .addTransportFilter(connections.filter())
                .addStreamTracerFactory(connections)
                .maxInboundMessageSize(settings.maxMessageSize)
                .maxInboundMetadataSize(settings.maxMetadataSize)
                .initialFlowControlWindow(settings.flowControlWindow)
                .maxConcurrentCallsPerConnection(settings.maxCallsPerConnection)
                .maxRstFramesPerWindow(settings.maxResets, RESETS_WINDOW_SECONDS)
                .handshakeTimeout(settings.handshakeTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(settings.keepAliveTime.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(settings.keepAliveTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(settings.permitKeepAliveTime.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true);
        if (!settings.maxConnectionIdle.isZero()) {
            builder.maxConnectionIdle(settings.maxConnectionIdle.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (!settings.maxConnectionAge.isZero()) {
            builder.maxConnectionAge(settings.maxConnectionAge.toMillis(), TimeUnit.MILLISECONDS)
                    .maxConnectionAgeGrace(settings.maxConnectionAgeGrace.toMillis(), TimeUnit.MILLISECONDS);
        }
        return builder;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private ByteBudget responseMemory(Executor executor) {
        // An echo of the largest request, and the largest padding, must be possible.
        long largest = settings.maxMessageSize + 2L * BehaviorPlan.MAX_PADDING_BYTES;
        return new ByteBudget(
                Math.max(settings.responseMemory, largest),
                Math.max(settings.responseMemoryPerConnection, largest),
                settings.responseMemoryPerCall,
                executor);
    }

    private ByteBudget requestMemory(Executor executor) {
        long largest = settings.maxMessageSize;
        long perConnection = Math.max(settings.requestMemoryPerConnection, largest);
        return new ByteBudget(Math.max(settings.requestMemory, largest), perConnection, perConnection, executor);
    }

    private TimeLimits timeLimits() {
        return new TimeLimits(settings.firstMessageTimeout, settings.messageTimeout, settings.maxCallAge);
    }
}

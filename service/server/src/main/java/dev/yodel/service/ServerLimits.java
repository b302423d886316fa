package dev.yodel.service;

import dev.yodel.service.behavior.BehaviorPlan;
import dev.yodel.service.gateway.GatewayClients;
import dev.yodel.service.limits.Admission;
import dev.yodel.service.limits.ByteBudget;
import dev.yodel.service.limits.Connections;
import dev.yodel.service.limits.Descriptors;
import dev.yodel.service.limits.EverySecond;
import dev.yodel.service.limits.HttpClients;
import dev.yodel.service.limits.LoopLoads;
import dev.yodel.service.limits.Peers;
import dev.yodel.service.limits.Refusals;
import dev.yodel.service.limits.TimeLimits;
import dev.yodel.service.limits.UnknownMethods;
import dev.yodel.service.limits.Vitals;
import dev.yodel.service.limits.transport.ConnectionGate;
import dev.yodel.service.limits.transport.EventLoops;
import dev.yodel.service.limits.transport.Guards;
import dev.yodel.service.limits.transport.LazyGzip;
import dev.yodel.service.limits.transport.TransportMemory;
import dev.yodel.service.settings.ServiceSettings;
import io.grpc.DecompressorRegistry;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The limits of the server, as the settings give them: budgets of memory, of time, of connections and calls. */
final class ServerLimits implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerLimits.class);
    private static final int OUT_OF_MEMORY = 4;
    private static final int RESETS_WINDOW_SECONDS = 30;
    private static final Duration PING_MARGIN = Duration.ofSeconds(5);

    private final ServiceSettings settings;
    private final ByteBudget responses;
    private final Connections connections;
    private final Guards guards;
    private final ConnectionGate gate;
    private final Refusals refusals;
    private final HttpClients httpClients;
    private final Vitals vitals;
    private final EventLoops loops = new EventLoops();

    private final EverySecond watch = new EverySecond();

    /**
     * @param buffers the memory of the transport
     * @param executor resumes calls that have waited for memory
     * @param refused counts what is refused, by kind
     */
    ServerLimits(
            ServiceSettings settings, PooledByteBufAllocator buffers, Executor executor, Consumer<String> refused) {
        this.settings = settings;
        responses = responseMemory(executor);
        Peers peers = new Peers(admission());
        refusals = new Refusals(refused, System::nanoTime);
        connections =
                new Connections(peers, refusals, responses, requestMemory(executor), timeLimits(), System::nanoTime);
        httpClients = new HttpClients(new Peers(admission()), refusals, connections::now);
        guards = new Guards(
                refusals,
                connections::now,
                settings.slowConnectionTimeout,
                settings.keepAliveTime.plus(settings.keepAliveTimeout).plus(PING_MARGIN),
                !settings.tlsCert.isEmpty(),
                new LoopLoads(settings.overloadDelay, settings.overloadMin, System::nanoTime));
        gate = new ConnectionGate(peers, refusals, guards);
        vitals = new Vitals(
                loops.serving(),
                new TransportMemory(buffers)::isUsedUp,
                System::nanoTime,
                LOG::error,
                () -> Runtime.getRuntime().halt(OUT_OF_MEMORY));
        watch.start(List.of(connections::tick, httpClients::tick, guards::tick, vitals::tick));
    }

    ByteBudget responses() {
        return responses;
    }

    Connections connections() {
        return connections;
    }

    /** Whether memory and threads allow to serve. */
    boolean vitalsAreGood() {
        return vitals.areGood();
    }

    Refusals refusals() {
        return refusals;
    }

    /** The clients of the gateway. */
    GatewayClients httpClients() {
        return httpClients;
    }

    /** Sets the limits of a server. */
    NettyServerBuilder applyTo(NettyServerBuilder builder) {
        loops.serve(builder, gate)
                .decompressorRegistry(DecompressorRegistry.getDefaultInstance().with(new LazyGzip(), true))
                .fallbackHandlerRegistry(new UnknownMethods(refusals))
                .addTransportFilter(connections.filter(guards::transport))
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
        watch.close();
        loops.close();
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

    private Admission admission() {
        return new Admission(
                        settings.maxConnections,
                        settings.maxConnectionsPerPeer,
                        settings.maxCalls,
                        settings.maxCallsPerPeer,
                        settings.maxStreams,
                        settings.maxStreamsPerPeer,
                        settings.maxResetsPerPeer,
                        settings.trustedProxies)
                .within(Descriptors.ofThisProcess().sharedBy(settings.httpPort.isPresent() ? 2 : 1));
    }

    private TimeLimits timeLimits() {
        return new TimeLimits(
                settings.firstMessageTimeout,
                settings.messageTimeout,
                settings.maxCallAge,
                settings.stalledResponseTimeout);
    }
}

package dev.yodel.service;

import com.google.protobuf.Timestamp;
import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.service.echo.EchoService;
import dev.yodel.service.greeting.GreetingService;
import dev.yodel.service.greeting.QuickStartGreeter;
import dev.yodel.service.info.MetadataDisclosure;
import dev.yodel.service.info.ResponseInfoFactory;
import dev.yodel.service.info.Version;
import dev.yodel.service.metrics.HttpEndpoint;
import dev.yodel.service.metrics.ServerMeters;
import dev.yodel.service.settings.ServiceSettings;
import dev.yodel.v1.ServerInfo;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.buffer.PooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The running server: makes its parts, starts them, drains and closes them. Thread-safe. */
public final class YodelServer implements AutoCloseable {

    private static final int CHANNELZ_PAGE = 100;
    private static final int RESETS_WINDOW_SECONDS = 30;

    /** What calls that were cut get to tell their handlers and their clients. */
    private static final Duration CUT = Duration.ofSeconds(2);

    /** Named here, and not left to grpc, so that the memory it holds can be measured. */
    private static final PooledByteBufAllocator BUFFERS = PooledByteBufAllocator.DEFAULT;

    private final ServiceSettings settings;
    private final InetSocketAddress grpcAddress;
    private final InetSocketAddress httpAddress;
    private final HealthStatusManager health = new HealthStatusManager();
    private final ServerMeters meters =
            new ServerMeters(Version.current(), () -> BUFFERS.metric().usedDirectMemory());
    private final ScheduledThreadPoolExecutor timer = timer();
    private final Server grpc;
    private final HttpEndpoint http;

    private volatile boolean ready;

    private YodelServer(ServiceSettings settings) throws StartFailedException {
        this.settings = settings;
        grpcAddress = ListenAddress.of(settings.host, settings.port);
        httpAddress = ListenAddress.of(settings.host, settings.metricsPort);
        grpc = build();
        try {
            grpc.start();
        } catch (IOException e) {
            stopParts();
            throw ListenAddress.failed("port", grpcAddress, e);
        }
        try {
            http = HttpEndpoint.start(httpAddress, meters, () -> ready);
        } catch (IOException e) {
            stopParts();
            throw ListenAddress.failed("metrics-port", httpAddress, e);
        }
        ready = true;
    }

    /**
     * Starts a server.
     *
     * @throws StartFailedException if it cannot listen where its settings say
     */
    public static YodelServer start(ServiceSettings settings) throws StartFailedException {
        return new YodelServer(settings);
    }

    /** Where it listens for gRPC, such as {@code 127.0.0.1:50051}. */
    public String grpcTarget() {
        return ListenAddress.text(grpcAddress.getAddress(), grpc.getPort());
    }

    /** Where it listens for HTTP, such as {@code http://127.0.0.1:9464}. */
    public String metricsUrl() {
        return "http://" + ListenAddress.text(httpAddress.getAddress(), http.port());
    }

    /** How many calls are open now. */
    public long callsOpen() {
        return meters.callsOpen();
    }

    /** How many delays wait on the timer now. */
    int delaysPending() {
        return timer.getQueue().size();
    }

    void awaitTermination() throws InterruptedException {
        grpc.awaitTermination();
    }

    /**
     * Ends the server without a failed call, where clients have somewhere else to go: it says that it does not want
     * calls, serves on for a while so that balancers notice, sends clients away with GOAWAY, gives open calls their
     * time, and cuts those that are left. Returns when all of that is over.
     *
     * @return how many calls were cut
     */
    public long drain() throws InterruptedException {
        ready = false;
        health.enterTerminalState();
        Future<?> goAway = timer.schedule(grpc::shutdown, settings.drainWait.toMillis(), TimeUnit.MILLISECONDS);
        long cut = 0;
        if (!grpc.awaitTermination(settings.drainWait.plus(settings.grace).toMillis(), TimeUnit.MILLISECONDS)) {
            cut = callsOpen();
        }
        goAway.cancel(false);
        grpc.shutdownNow();
        grpc.awaitTermination(CUT.toMillis(), TimeUnit.MILLISECONDS);
        close();
        return cut;
    }

    /** Stops at once; open calls are cut. */
    @Override
    public void close() {
        ready = false;
        http.close();
        stopParts();
    }

    private void stopParts() {
        grpc.shutdownNow();
        timer.shutdownNow();
        meters.close();
    }

    private Server build() {
        CallHandlerFactory handlers = new CallHandlerFactory(timer, telling(), System::nanoTime);
        List<ServerServiceDefinition> features = Stream.of(
                        new GreetingService(handlers), new EchoService(handlers), new QuickStartGreeter(handlers))
                .map(BindableService::bindService)
                .toList();
        features.forEach(
                feature -> health.setStatus(feature.getServiceDescriptor().getName(), ServingStatus.SERVING));
        return limited(NettyServerBuilder.forAddress(grpcAddress))
                .withChildOption(ChannelOption.ALLOCATOR, BUFFERS)
                .directExecutor()
                .addStreamTracerFactory(meters.tracer())
                // The last one added is the outermost: whoever adds another one adds it before.
                .intercept(meters.interceptor())
                .addServices(features)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(reflectionV1Alpha())
                .addService(ChannelzService.newInstance(CHANNELZ_PAGE))
                .build();
    }

    private NettyServerBuilder limited(NettyServerBuilder builder) {
        builder.maxInboundMessageSize(settings.maxMessageSize)
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

    private ResponseInfoFactory telling() {
        Instant now = Instant.now();
        ServerInfo server = ServerInfo.newBuilder()
                .setInstance(settings.instance.isEmpty() ? hostName() : settings.instance)
                .setVersion(Version.current())
                .setStartTime(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setPid(ProcessHandle.current().pid())
                .build();
        return new ResponseInfoFactory(
                server, new MetadataDisclosure(settings.exposeMetadata, settings.secretMetadata));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Deprecated, and still what most tools ask first. */
    @SuppressWarnings("deprecation")
    private static BindableService reflectionV1Alpha() {
        return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "yodel-timer");
            thread.setDaemon(true);
            return thread;
        });
        // A delay of a call that was cancelled is not to be held until its time.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}

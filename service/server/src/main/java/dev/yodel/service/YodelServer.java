package dev.yodel.service;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.yodel.service.admin.AdminService;
import dev.yodel.service.behavior.Behaviors;
import dev.yodel.service.behavior.Sequences;
import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.service.call.CpuWork;
import dev.yodel.service.echo.EchoService;
import dev.yodel.service.greeting.GreetingService;
import dev.yodel.service.greeting.QuickStartGreeter;
import dev.yodel.service.info.ResponseInfoFactory;
import dev.yodel.service.info.Version;
import dev.yodel.service.interop.InteropService;
import dev.yodel.service.lifecycle.ServerLifecycle;
import dev.yodel.service.limits.EndableCalls;
import dev.yodel.service.limits.ParsedRequests;
import dev.yodel.service.metrics.HttpEndpoint;
import dev.yodel.service.metrics.ServerMeters;
import dev.yodel.service.room.RoomLimits;
import dev.yodel.service.room.RoomService;
import dev.yodel.service.room.RoomThreads;
import dev.yodel.service.room.Rooms;
import dev.yodel.service.sequence.SequenceService;
import dev.yodel.service.settings.ServiceSettings;
import dev.yodel.service.settings.ServiceSettings.Switch;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.buffer.PooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The running server: creates, starts, drains and closes its parts. Thread-safe. */
final class YodelServer implements AutoCloseable {

    private static final int CHANNELZ_PAGE = 100;

    /** Chosen here rather than by grpc, so its memory can be measured. */
    private static final PooledByteBufAllocator BUFFERS = PooledByteBufAllocator.DEFAULT;

    private final ServiceSettings settings;
    private final ListenAddress grpcAddress;
    private final ListenAddress httpAddress;
    private final ServerMeters meters;
    private final ScheduledThreadPoolExecutor timer = timer();
    private final RoomThreads roomThreads = new RoomThreads();
    private final ServerLifecycle lifecycle;
    private final ServerLimits limits;
    private final Access access;
    private final Telemetry telemetry;
    private final Sequences sequences = new Sequences(System::nanoTime, Instant::now);
    private final CpuWork cpuWork = CpuWork.create();
    private final ResponseInfoFactory info;
    private final Behaviors behaviors;
    private final Server grpc;
    private final HttpEndpoint http;
    private final @Nullable AdminPort admin;
    private final GatewayPort gateway;

    private YodelServer(ServiceSettings settings) throws IOException {
        this.settings = settings;
        info = new ResponseInfoFactory(settings.instance, settings.exposeMetadata, settings.secretMetadata);
        meters = new ServerMeters(
                Version.current(), settings.metricNames, () -> BUFFERS.metric().usedDirectMemory(), System::nanoTime);
        grpcAddress = ListenAddress.of(settings.host, "port", settings.port);
        httpAddress = ListenAddress.of(settings.host, "metrics-port", settings.metricsPort);
        limits = new ServerLimits(settings, BUFFERS, timer, meters::rejected);
        lifecycle = new ServerLifecycle(timer, limits.connections(), meters::injected);
        behaviors =
                new Behaviors(settings.behavior, settings.behaviorDefault, sequences, info.instance(), info::exposed);
        access = new Access(settings, meters);
        telemetry = new Telemetry(settings, meters);
        grpc = build();
        try {
            grpc.start();
        } catch (IOException e) {
            stopParts();
            throw grpcAddress.failure(e);
        }
        try {
            http = HttpEndpoint.start(httpAddress.address(), access.https(), meters, this::isReady);
        } catch (IOException e) {
            stopParts();
            throw httpAddress.failure(e);
        }
        try {
            admin = settings.adminPort.isEmpty() ? null : admin(settings.adminPort.getAsInt());
        } catch (IOException e) {
            http.close();
            stopParts();
            throw e;
        }
        try {
            gateway = GatewayPort.start(
                    settings,
                    grpcAddress.address().getAddress(),
                    grpc.getPort(),
                    access.identity(),
                    limits.httpClients());
        } catch (IOException e) {
            if (admin != null) {
                admin.close();
            }
            http.close();
            access.close();
            stopParts();
            throw e;
        }
        lifecycle.becomeReady();
    }

    /**
     * Starts a server.
     *
     * @throws IOException if it cannot listen on the addresses of its settings; the message is one human-readable line
     */
    static YodelServer start(ServiceSettings settings) throws IOException {
        return new YodelServer(settings);
    }

    /** The gRPC address, such as {@code 127.0.0.1:50051}. */
    String grpcTarget() {
        return grpcAddress.text(grpc.getPort());
    }

    /** The URL of the metrics port, such as {@code http://127.0.0.1:9464}. */
    String metricsUrl() {
        return (settings.metricsTls == Switch.ON ? "https://" : "http://") + httpAddress.text(http.port());
    }

    /** The address for administrators; null if there is none. */
    @Nullable
    String adminTarget() {
        return admin == null ? null : admin.target();
    }

    /** The address of the gateway, such as {@code http://127.0.0.1:8080}; null if there is none. */
    @Nullable
    String gatewayUrl() {
        return gateway.url();
    }

    private boolean isReady() {
        return lifecycle.isReady() && limits.vitalsAreGood();
    }

    /** The number of open calls. */
    long callsOpen() {
        return meters.callsOpen();
    }

    /** The number of pending delays. */
    int delaysPending() {
        return timer.getQueue().size();
    }

    void awaitTermination() throws InterruptedException {
        grpc.awaitTermination();
    }

    /** Drains and closes the server; returns the number of calls that were cut off. */
    long drain() throws InterruptedException {
        long closed = lifecycle.drain(grpc, settings.drainWait, settings.grace, this::callsOpen);
        close();
        return closed;
    }

    /** Stops immediately; open calls are forcibly closed. */
    @Override
    public void close() {
        lifecycle.stop();
        gateway.close();
        http.close();
        if (admin != null) {
            admin.close();
        }
        access.close();
        stopParts();
    }

    private void stopParts() {
        grpc.shutdownNow();
        timer.shutdownNow();
        roomThreads.close();
        cpuWork.close();
        limits.close();
        telemetry.close();
        meters.close();
    }

    private Server build() throws IOException {
        CallHandlerFactory handlers = new CallHandlerFactory(
                cpuWork,
                timer,
                info,
                behaviors,
                meters::injected,
                limits.responses(),
                settings.maxResponseTotal,
                System::nanoTime);
        List<ServerServiceDefinition> features = new ArrayList<>(List.of(
                GreetingService.bind(handlers),
                EchoService.bind(handlers),
                ServerInterceptors.intercept(RoomService.bind(handlers, rooms()), EndableCalls.whileDraining()),
                SequenceService.bind(handlers, sequences),
                QuickStartGreeter.bind(handlers)));
        if (settings.interop == Switch.ON) {
            features.add(InteropService.bind(handlers));
        }
        ParsedRequests parsed = new ParsedRequests(limits.refusals());
        features.forEach(
                feature -> lifecycle.addService(feature.getServiceDescriptor().getName()));
        NettyServerBuilder builder = limits.applyTo(NettyServerBuilder.forAddress(grpcAddress.address()));
        // The last interceptor added is the outermost.
        access.protect(builder).intercept(meters.serverTiming());
        if (settings.reflection == Switch.ON) {
            builder.addService(untilGoAway(ProtoReflectionServiceV1.newInstance()))
                    .addService(untilGoAway(reflectionV1Alpha()));
        }
        if (settings.channelz == Switch.ON) {
            builder.addService(untilGoAway(ChannelzService.newInstance(CHANNELZ_PAGE)));
        }
        return builder.withChildOption(ChannelOption.ALLOCATOR, BUFFERS)
                .directExecutor()
                .addTransportFilter(meters.connections())
                .addStreamTracerFactory(meters.tracer())
                .addServices(features.stream()
                        .map(parsed::of)
                        .map(feature -> settings.adminPort.isEmpty()
                                ? feature
                                : lifecycle.states().controlled(feature))
                        .toList())
                .addService(ServerInterceptors.intercept(
                        ServerInterceptors.intercept(lifecycle.healthService(), handlers.forOtherHandlers()),
                        EndableCalls.untilGoAway()))
                .build();
    }

    private AdminPort admin(int port) throws IOException {
        return AdminPort.start(settings, port, access, new AdminService(behaviors, lifecycle.states()));
    }

    private Rooms rooms() {
        RoomLimits limits = new RoomLimits(
                settings.maxRooms,
                settings.maxRoomMembers,
                settings.maxPostSize,
                settings.roomHistory,
                settings.roomHistorySize,
                settings.keepEmptyRooms);
        Rooms rooms = new Rooms(limits, roomThreads, System::nanoTime, Instant::now);
        meters.bindRooms(
                rooms::count,
                rooms.counters()::members,
                rooms.counters()::posts,
                rooms.counters()::deliveries,
                rooms.counters()::gaps,
                rooms.counters()::disconnects);
        return rooms;
    }

    private static ServerServiceDefinition untilGoAway(BindableService service) {
        return ServerInterceptors.intercept(service, EndableCalls.untilGoAway());
    }

    /** Deprecated, but most tools still ask for it first. */
    @SuppressWarnings("deprecation")
    private static BindableService reflectionV1Alpha() {
        return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
    }

    private static ScheduledThreadPoolExecutor timer() {
        ThreadFactory threads = new ThreadFactoryBuilder()
                .setNameFormat("yodel-timer")
                .setDaemon(true)
                .build();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
        // Do not keep the delays of cancelled calls until they are due.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}

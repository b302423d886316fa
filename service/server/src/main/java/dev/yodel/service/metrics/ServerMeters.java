package dev.yodel.service.metrics;

import dev.yodel.service.accesslog.CallLog;
import dev.yodel.service.tracing.CallSpans;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** All meters of the server, and the names of our own. Thread-safe. */
public final class ServerMeters implements AutoCloseable {

    private static final String CALLS_OPEN = "yodel.server.calls.open";
    private static final String CONNECTIONS_OPEN = "yodel.server.connections.open";
    private static final String CONNECTIONS_OPENED = "yodel.server.connections.opened";
    private static final String CONNECTIONS_FAILED = "yodel.server.connections.failed";
    private static final String TRANSPORT_MEMORY = "yodel.server.transport.memory";
    private static final String ROOMS = "yodel.server.rooms";
    private static final String ROOM_MEMBERS = "yodel.server.rooms.members";
    private static final String ROOM_POSTS = "yodel.server.rooms.posts";
    private static final String ROOM_DELIVERIES = "yodel.server.rooms.deliveries";
    private static final String ROOM_GAPS = "yodel.server.rooms.gaps";
    private static final String ROOM_DISCONNECTS = "yodel.server.rooms.disconnects";
    private static final String BUILD_INFO = "yodel.build.info";
    private static final String CERTIFICATE_EXPIRY = "yodel.server.certificate.expiry";
    private static final String REJECTED = "yodel.server.calls.rejected";
    private static final String ACCESS_LOG_DROPPED = "yodel.server.accesslog.dropped";
    private static final String RELOADS = "yodel.server.reloads";

    private static final double SECONDS_PER_DAY = 86_400;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final LongSupplier nanoClock;
    private final CallRecorder calls;
    private final ConnectionCounter connections = new ConnectionCounter();

    /** The registry has weak references to what it reads. */
    private final List<LongSupplier> counted = new ArrayList<>();

    /**
     * @param version the version of this build
     * @param names the names of the metrics of calls
     * @param transportMemory the off-heap memory of the transport, in bytes
     * @param nanoClock the current time in nanoseconds, from an arbitrary origin
     */
    public ServerMeters(String version, MetricNames names, LongSupplier transportMemory, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        calls = new CallRecorder(nanoClock);
        gc.bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        bindOwn(version, transportMemory);
        registry.getPrometheusRegistry().register(new CallMetrics(calls, names));
    }

    /** Adds the server's own time to each response. As the outermost interceptor, it includes that of all others. */
    public ServerInterceptor serverTiming() {
        return new ServerTiming(nanoClock);
    }

    /** Counts calls. */
    public ServerStreamTracer.Factory tracer() {
        return calls;
    }

    /** Counts connections. */
    public ServerTransportFilter connections() {
        return connections;
    }

    /** Traces calls that start from now on; an example of each bucket of durations then names its trace. */
    public void trace(CallSpans spans) {
        calls.trace(spans);
    }

    /** Logs calls that end from now on. */
    public void log(CallLog log, LongSupplier dropped) {
        calls.log(log);
        counter(
                ACCESS_LOG_DROPPED,
                dropped,
                "Lines of the access log that were not written, because it could not keep up");
    }

    /** Counts a failure that the caller asked for. */
    public void injected(MethodDescriptor<?, ?> method, int code) {
        calls.method(method).inject(Status.fromCodeValue(code).getCode());
    }

    /** Binds what chat rooms count, all rooms together. */
    public void bindRooms(
            LongSupplier rooms,
            LongSupplier members,
            LongSupplier posts,
            LongSupplier deliveries,
            LongSupplier gaps,
            LongSupplier disconnects) {
        Gauge.builder(ROOMS, rooms::getAsLong)
                .description("Chat rooms, the empty ones that are kept included")
                .register(registry);
        Gauge.builder(ROOM_MEMBERS, members::getAsLong)
                .description("Members of all chat rooms")
                .register(registry);
        counter(ROOM_POSTS, posts, "Posts accepted by chat rooms");
        counter(ROOM_DELIVERIES, deliveries, "Events that chat rooms sent to members");
        counter(ROOM_GAPS, gaps, "Gaps sent to members that read too slowly");
        counter(ROOM_DISCONNECTS, disconnects, "Members disconnected because they read too slowly");
    }

    /** The number of open calls. */
    public long callsOpen() {
        return calls.open();
    }

    /** Gauges the time until the server's certificate expires, in days; negative afterwards. */
    public void certificate(Supplier<Instant> expiry) {
        Gauge.builder(CERTIFICATE_EXPIRY, () -> days(expiry.get()))
                .description("Time until the server's TLS certificate expires; negative afterwards")
                .baseUnit("days")
                .register(registry);
    }

    /** Counts attempts to reload a file that changed. */
    public void reloaded(String file, boolean succeeded) {
        Counter.builder(RELOADS)
                .description("Attempts to reload a changed file")
                .tag("file", file)
                .tag("outcome", succeeded ? "success" : "failure")
                .register(registry)
                .increment();
    }

    /** Counts a call that was rejected, by one of few kinds. */
    public void rejected(String kind) {
        Counter.builder(REJECTED)
                .description("Calls that were rejected before they reached their method")
                .tag("kind", kind)
                .register(registry)
                .increment();
    }

    /** Writes all metrics in the format of a media type. */
    void write(String mediaType, OutputStream out) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(64 * 1024);
        registry.scrape(text, mediaType);
        out.write(ScrapeText.withoutLoneBuckets(text));
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    private static double days(Instant expiry) {
        return Duration.between(Instant.now(), expiry).toSeconds() / SECONDS_PER_DAY;
    }

    private void counter(String name, LongSupplier count, String description) {
        counted.add(count);
        FunctionCounter.builder(name, count, LongSupplier::getAsLong)
                .description(description)
                .register(registry);
    }

    private void bindOwn(String version, LongSupplier transportMemory) {
        for (MethodType type : MethodType.values()) {
            if (type != MethodType.UNKNOWN) {
                Gauge.builder(CALLS_OPEN, () -> calls.open(type))
                        .description("Open calls")
                        .tag("methodType", type.name())
                        .register(registry);
            }
        }
        Gauge.builder(CONNECTIONS_OPEN, connections::open)
                .description("Open connections of the gRPC port")
                .register(registry);
        counter(CONNECTIONS_OPENED, connections::opened, "Connections of the gRPC port that were ready for calls");
        counter(CONNECTIONS_FAILED, connections::failed, "Connections that ended before they were ready");
        Gauge.builder(TRANSPORT_MEMORY, transportMemory, LongSupplier::getAsLong)
                .description("Off-heap memory of the transport, which the JVM's own meters do not include")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
        Gauge.builder(BUILD_INFO, () -> 1)
                .description("Version of Yodel and of its JDK; the value is always 1")
                .tag("version", version)
                .tag("jdk", System.getProperty("java.version", ""))
                .register(registry);
    }
}

package dev.yodel.service.metrics;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
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
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Everything the server measures of itself, and the names of our own meters. Thread-safe. */
public final class ServerMeters implements AutoCloseable {

    private static final String CALLS_OPEN = "yodel.server.calls.open";
    private static final String TRANSPORT_MEMORY = "yodel.server.transport.memory";
    private static final String BUILD_INFO = "yodel.build.info";

    /** The span in which a call's duration gets a bucket; longer ones are still counted, in the last. */
    private static final Duration SHORTEST_EXPECTED = Duration.ofNanos(10_000);

    private static final Duration LONGEST_EXPECTED = Duration.ofSeconds(60);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final OpenCalls openCalls = new OpenCalls();

    /**
     * @param version the version of this build
     * @param transportMemory the bytes that the transport holds outside of the heap
     */
    public ServerMeters(String version, LongSupplier transportMemory) {
        gc.bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        bindOwn(version, transportMemory);
    }

    /** Measures calls; must be the outermost interceptor, to see what others reject. */
    public ServerInterceptor interceptor() {
        UnaryOperator<Timer.Builder> withHistogram = timer -> timer.publishPercentileHistogram()
                .minimumExpectedValue(SHORTEST_EXPECTED)
                .maximumExpectedValue(LONGEST_EXPECTED);
        return new MetricCollectingServerInterceptor(registry, UnaryOperator.identity(), withHistogram);
    }

    /** Counts the calls that are open. */
    public ServerStreamTracer.Factory tracer() {
        return openCalls;
    }

    /** How many calls are open now. */
    public long callsOpen() {
        return openCalls.count();
    }

    /** Writes what was measured, in the format of a media type. */
    void write(String mediaType, OutputStream out) throws IOException {
        registry.scrape(out, mediaType);
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    private void bindOwn(String version, LongSupplier transportMemory) {
        for (MethodType type : MethodType.values()) {
            if (type != MethodType.UNKNOWN) {
                Gauge.builder(CALLS_OPEN, openCalls, calls -> calls.count(type))
                        .description("Calls that have begun and not ended")
                        .tag("methodType", type.name())
                        .register(registry);
            }
        }
        Gauge.builder(TRANSPORT_MEMORY, transportMemory, LongSupplier::getAsLong)
                .description(
                        "Memory outside of the heap that the transport holds, which the JVM's own meters do not see")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
        Gauge.builder(BUILD_INFO, () -> 1)
                .description("The version of Yodel and of the JDK it runs on; always 1")
                .tag("version", version)
                .tag("jdk", System.getProperty("java.version", ""))
                .register(registry);
    }
}

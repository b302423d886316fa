package dev.yodel.gatling.grpc.protocol;

import dev.yodel.gatling.grpc.config.Bounds;
import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.gatling.core.protocol.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The settings of the protocol for a run. Immutable.
 *
 * @param channel the targets of calls, and how channels to them are opened
 * @param calls the defaults of all calls
 * @param awaitTimeout the default time-out of awaits on streams
 * @param schema the source of schemas for methods without stubs
 * @param listeners the receivers of every sample
 * @param gatlingStats whether every call is also reported to Gatling, in milliseconds, for its console and report
 * @param nanoClock the clock of the samples
 */
public record GrpcProtocol(
        ChannelSettings channel,
        CallSettings calls,
        Duration awaitTimeout,
        SchemaSource schema,
        List<SampleListener> listeners,
        boolean gatlingStats,
        LongSupplier nanoClock)
        implements Protocol {

    private static final Duration DEFAULT_AWAIT = Duration.ofSeconds(30);

    public GrpcProtocol {
        Bounds.positive("await time-out", awaitTimeout);
        listeners = List.copyOf(listeners);
    }

    /** The protocol with these channels and defaults for the rest. */
    public static GrpcProtocol of(ChannelSettings channels, SchemaSource schema) {
        return new GrpcProtocol(channels, CallSettings.NONE, DEFAULT_AWAIT, schema, List.of(), true, System::nanoTime);
    }

    public GrpcProtocol withChannel(ChannelSettings newChannel) {
        return new GrpcProtocol(newChannel, calls, awaitTimeout, schema, listeners, gatlingStats, nanoClock);
    }

    public GrpcProtocol withCalls(CallSettings newCalls) {
        return new GrpcProtocol(channel, newCalls, awaitTimeout, schema, listeners, gatlingStats, nanoClock);
    }

    public GrpcProtocol withAwaitTimeout(Duration timeout) {
        return new GrpcProtocol(channel, calls, timeout, schema, listeners, gatlingStats, nanoClock);
    }

    public GrpcProtocol withSchema(SchemaSource newSchema) {
        return new GrpcProtocol(channel, calls, awaitTimeout, newSchema, listeners, gatlingStats, nanoClock);
    }

    public GrpcProtocol withListener(SampleListener listener) {
        List<SampleListener> all = new ArrayList<>(listeners);
        all.add(listener);
        return new GrpcProtocol(channel, calls, awaitTimeout, schema, all, gatlingStats, nanoClock);
    }

    public GrpcProtocol withGatlingStats(boolean enabled) {
        return new GrpcProtocol(channel, calls, awaitTimeout, schema, listeners, enabled, nanoClock);
    }
}

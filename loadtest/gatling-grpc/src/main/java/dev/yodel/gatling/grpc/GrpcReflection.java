package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.config.AsciiHeader;
import dev.yodel.gatling.grpc.config.Bounds;
import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.protocol.SchemaSource;
import dev.yodel.grpc.dynamic.reflection.ReflectionClient;
import dev.yodel.grpc.dynamic.schema.Schema;
import io.grpc.Channel;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/**
 * Server reflection as the source of schemas, used before the run. Immutable.
 *
 * <p>Reflection requests carry the metadata and credentials that the protocol adds to every call, unless these read
 * session attributes, which do not exist before the run. If a server refuses the request, the error names what was left
 * out, and {@link #header} can supply it.
 */
public final class GrpcReflection implements SchemaSource {

    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

    private final String target;
    private final Duration deadline;
    private final Metadata headers;

    GrpcReflection() {
        this(ChannelSettings.DEFAULT_TARGET, DEFAULT_DEADLINE, new Metadata());
    }

    private GrpcReflection(String target, Duration deadline, Metadata headers) {
        this.target = target;
        this.deadline = deadline;
        this.headers = headers;
    }

    /** Asks the named target instead of the default one. */
    public GrpcReflection on(String newTarget) {
        return new GrpcReflection(newTarget, deadline, headers);
    }

    /** The deadline of a reflection request, including the connection. 10 s by default. */
    public GrpcReflection deadline(Duration newDeadline) {
        Bounds.positive("reflection deadline", newDeadline);
        return new GrpcReflection(target, newDeadline, headers);
    }

    /** Adds metadata to reflection requests; it replaces that of the protocol with the same name. */
    public GrpcReflection header(String name, String value) {
        return header(AsciiHeader.key(name), value);
    }

    /** Adds metadata of any type, which may be binary. */
    public <V> GrpcReflection header(Metadata.Key<V> key, V value) {
        Metadata all = new Metadata();
        all.merge(headers);
        all.put(key, value);
        return new GrpcReflection(target, deadline, all);
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public CompletionStage<Schema> load(Channel channel, Collection<String> symbols) {
        return ReflectionClient.of(channel)
                .withDeadline(deadline)
                .withMetadata(headers)
                .schema(symbols);
    }
}

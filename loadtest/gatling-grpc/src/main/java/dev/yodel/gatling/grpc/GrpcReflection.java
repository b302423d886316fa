package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.protocol.SchemaSource;
import dev.yodel.gatling.grpc.config.AsciiHeader;
import dev.yodel.gatling.grpc.config.Bounds;
import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.grpc.dynamic.reflection.ReflectionClient;
import dev.yodel.grpc.dynamic.schema.Schema;
import io.grpc.Channel;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/**
 * Server reflection, asked before the run. Immutable.
 *
 * <p>What the protocol gives to every call, metadata and credentials, goes with its questions too, unless it needs a
 * user: what reads an attribute of the session, which nobody has before the run, is left out. The error of a server that
 * then refuses names it, and {@link #header} can give it.
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

    /** Asks a target of the protocol by its name, and not the default one. */
    public GrpcReflection on(String newTarget) {
        return new GrpcReflection(newTarget, deadline, headers);
    }

    /** How long a question may take, connecting included. 10 s by default. */
    public GrpcReflection deadline(Duration newDeadline) {
        Bounds.positive("reflection deadline", newDeadline);
        return new GrpcReflection(target, newDeadline, headers);
    }

    /** Metadata of the questions: one more entry, instead of what the protocol says under that name. */
    public GrpcReflection header(String name, String value) {
        return header(AsciiHeader.key(name), value);
    }

    /** The same with a typed value, binary ones among them. */
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

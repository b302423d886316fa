package dev.yodel.gatling.grpc.protocol;

import dev.yodel.gatling.grpc.channel.Channels;
import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The schemas that one run has loaded from its {@link SchemaSource} while its scenarios were built. Thread-safe. */
public final class Schemas {

    /** The user id of channels that no user has: the ids of Gatling's users are positive. */
    private static final long NO_USER = 0;

    private final GrpcProtocol protocol;
    private final Channels channels;
    private final EventLoopGroup loops;
    private final Map<String, DynamicMethod> methods = new ConcurrentHashMap<>();
    private final Map<String, Schema> types = new ConcurrentHashMap<>();

    Schemas(GrpcProtocol protocol, Channels channels, EventLoopGroup loops) {
        this.protocol = protocol;
        this.channels = channels;
        this.loops = loops;
    }

    /**
     * A method that a scenario names without a stub. Called while scenarios are built; blocks until it is loaded.
     *
     * @throws SchemaException if there is no such method, or its schema cannot be loaded
     */
    public DynamicMethod method(String name) {
        return methods.computeIfAbsent(name, method -> load(method).method(method));
    }

    /**
     * The schema of a message type that a message in JSON names. Called while scenarios are built; blocks until it is
     * loaded.
     *
     * @throws SchemaException if there is no such type, or its schema cannot be loaded
     */
    public Schema messageType(String name) {
        return types.computeIfAbsent(name, this::load);
    }

    /**
     * The types that the messages of a method may contain: those of its own schema and those that messages in JSON
     * name. Null for a method of a generated stub. Complete once the scenarios are built.
     */
    public @Nullable Schema of(MethodDescriptor<?, ?> method) {
        Schema own = Schema.of(method);
        return own == null ? null : types.values().stream().reduce(own, Schema::and);
    }

    private Schema load(String symbol) {
        SessionlessMetadata metadata = new SessionlessMetadata(protocol.calls(), loops.next());
        try {
            Channel channel = channels.of(protocol.schema().target(), NO_USER, loops.next());
            return protocol.schema()
                    .load(ClientInterceptors.intercept(channel, metadata), List.of(symbol))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof SchemaException failure)) {
                throw e;
            }
            throw failure.isRefused() && !metadata.leftOut().isEmpty()
                    ? failure.withNote(
                            "asked without %s, which needs a user; reflection().header(name, value) can give it"
                                    .formatted(String.join(", ", metadata.leftOut())))
                    : failure;
        } finally {
            channels.userEnded(NO_USER);
        }
    }
}

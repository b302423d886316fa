package dev.yodel.grpc.dynamic.reflection;

import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of gRPC server reflection that loads a {@link Schema} from a running server. Immutable; each query is one
 * asynchronous stream.
 *
 * <p>It uses {@code grpc.reflection.v1} or, if that fails, {@code v1alpha}, whose messages have the
 * same wire format. It loads the files that define the requested symbols, their imports, and the extensions of their
 * messages.
 *
 * <p>All stages fail with a {@link SchemaException}.
 */
public final class ReflectionClient {
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

    private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> V1 =
            ServerReflectionGrpc.getServerReflectionInfoMethod();
    private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> V1ALPHA = V1.toBuilder()
            .setFullMethodName("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
            .build();

    private final Channel channel;
    private final Duration deadline;
    private final Metadata metadata;
    private final ReflectionLimits limits;

    private ReflectionClient(Channel channel, Duration deadline, Metadata metadata, ReflectionLimits limits) {
        this.channel = channel;
        this.deadline = deadline;
        this.metadata = metadata;
        this.limits = limits;
    }

    /** A client on a channel, which the caller closes. The deadline is 10 s, the limits {@link ReflectionLimits#DEFAULT}. */
    public static ReflectionClient of(Channel channel) {
        return new ReflectionClient(channel, DEFAULT_DEADLINE, new Metadata(), ReflectionLimits.DEFAULT);
    }

    /** A copy with another deadline for a query, including the fallback to v1alpha. */
    public ReflectionClient withDeadline(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new SchemaException("reflection deadline: " + value + " (expected: more than 0)");
        }
        return new ReflectionClient(channel, value, metadata, limits);
    }

    /** A copy that sends metadata with each query, for example a token. */
    public ReflectionClient withMetadata(Metadata value) {
        Metadata copy = new Metadata();
        copy.merge(value);
        return new ReflectionClient(channel, deadline, copy, limits);
    }

    /** A copy with other limits on what a server may send. */
    public ReflectionClient withLimits(ReflectionLimits value) {
        return new ReflectionClient(channel, deadline, metadata, value);
    }

    /** The full names of the services that the server lists, sorted. */
    public CompletionStage<List<String>> services() {
        return send(ServicesQuery::new);
    }

    /** The schema of all services that the server lists, except those that it cannot describe. */
    public CompletionStage<Schema> schema() {
        return send(stream -> new SchemaQuery(List.of(), stream, limits));
    }

    /**
     * The schema of some symbols: services, methods (as {@code package.Service/Method} or {@code package.Service.Method})
     * and message types, for example those in an {@code Any}.
     */
    public CompletionStage<Schema> schema(Collection<String> symbols) {
        List<String> requested = List.copyOf(symbols);
        if (requested.isEmpty()) {
            return CompletableFuture.failedStage(new SchemaException("symbols: none (expected: at least one)"));
        }
        return send(stream -> new SchemaQuery(requested, stream, limits));
    }

    private <T> CompletionStage<T> send(Function<ReflectionStream, ReflectionQuery<T>> query) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Deadline expiry = Deadline.after(deadline.toNanos(), TimeUnit.NANOSECONDS);
        var unused = open(V1, query, expiry)
                .exceptionallyCompose(v1 -> mayServeV1Alpha(v1) && !expiry.isExpired()
                        ? open(V1ALPHA, query, expiry)
                                .exceptionallyCompose(v1Alpha -> CompletableFuture.failedFuture(cause(v1, v1Alpha)))
                        : CompletableFuture.failedFuture(v1))
                .whenComplete((value, failure) -> complete(result, value, failure));
        return result;
    }

    private static boolean mayServeV1Alpha(Throwable v1) {
        return v1 instanceof ReflectionFailure failure && !failure.isRefusal();
    }

    /** The failure to report: that of v1alpha, unless only v1 is served. */
    private static Throwable cause(Throwable v1, Throwable v1Alpha) {
        return v1Alpha instanceof ReflectionFailure failure && failure.isUnimplemented() ? v1 : v1Alpha;
    }

    private <T> CompletableFuture<T> open(
            MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> method,
            Function<ReflectionStream, ReflectionQuery<T>> query,
            Deadline expiry) {
        Metadata headers = new Metadata();
        headers.merge(metadata);
        ReflectionStream stream = new ReflectionStream();
        ReflectionQuery<T> answered = query.apply(stream);
        stream.start(channel, method, expiry, limits, headers, answered);
        return answered.result();
    }

    private <T> void complete(CompletableFuture<T> result, T value, @Nullable Throwable failure) {
        if (failure == null) {
            result.complete(value);
            return;
        }
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        result.completeExceptionally(
                cause instanceof ReflectionFailure failed
                        ? new SchemaException(failed.line(channel.authority(), deadline), failed)
                        : cause);
    }
}

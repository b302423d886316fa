package dev.yodel.grpc.dynamic.reflection;

import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
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
 * A client of server reflection: asks a server what it serves and makes a {@link Schema} of it. Immutable; every question
 * is one stream that nothing waits for.
 *
 * <p>It speaks {@code grpc.reflection.v1} and, where the server does not implement that, {@code v1alpha}, whose messages
 * are the same on the wire. Of the server's files it loads those that define the asked symbols, their imports, and the
 * extensions of their messages.
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

    /** A client over a channel, which stays the caller's to close; 10 s of deadline and {@link ReflectionLimits#DEFAULT}. */
    public static ReflectionClient of(Channel channel) {
        return new ReflectionClient(channel, DEFAULT_DEADLINE, new Metadata(), ReflectionLimits.DEFAULT);
    }

    /** The same with another time for a question, the fallback to v1alpha included. */
    public ReflectionClient withDeadline(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new SchemaException("reflection deadline: " + value + " (expected: more than 0)");
        }
        return new ReflectionClient(channel, value, metadata, limits);
    }

    /** The same with metadata, for example a token, that goes with each question. */
    public ReflectionClient withMetadata(Metadata value) {
        Metadata copy = new Metadata();
        copy.merge(value);
        return new ReflectionClient(channel, deadline, copy, limits);
    }

    /** The same with other bounds on what a server may send. */
    public ReflectionClient withLimits(ReflectionLimits value) {
        return new ReflectionClient(channel, deadline, metadata, value);
    }

    /** The full names of the services that the server lists, sorted. */
    public CompletionStage<List<String>> services() {
        return ask(ServicesQuery::new);
    }

    /**
     * The schema of all services that the server lists. A service that it lists but cannot describe is left out.
     */
    public CompletionStage<Schema> schema() {
        return ask(stream -> SchemaQuery.ofEverything(stream, limits));
    }

    /**
     * The schema of some symbols: services, methods (as {@code package.Service/Method} or {@code package.Service.Method})
     * and message types, for example those that an {@code Any} will hold.
     */
    public CompletionStage<Schema> schema(Collection<String> symbols) {
        List<String> asked = List.copyOf(symbols);
        if (asked.isEmpty()) {
            return CompletableFuture.failedStage(new SchemaException("symbols: none (expected: at least one)"));
        }
        return ask(stream -> SchemaQuery.of(asked, stream, limits));
    }

    private <T> CompletionStage<T> ask(Function<ReflectionStream, ReflectionQuery<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Deadline until = Deadline.after(deadline.toNanos(), TimeUnit.NANOSECONDS);
        var unused = open(V1, question, until)
                .exceptionallyCompose(failure -> isUnimplemented(failure)
                        ? open(V1ALPHA, question, until)
                        : CompletableFuture.failedFuture(failure))
                .whenComplete((value, failure) -> complete(answer, value, failure));
        return answer;
    }

    private static boolean isUnimplemented(Throwable failure) {
        return failure instanceof ReflectionFailure failed && failed.code() == Status.Code.UNIMPLEMENTED;
    }

    private <T> CompletableFuture<T> open(
            MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> method,
            Function<ReflectionStream, ReflectionQuery<T>> question,
            Deadline until) {
        Metadata headers = new Metadata();
        headers.merge(metadata);
        ReflectionStream stream = new ReflectionStream();
        ReflectionQuery<T> asked = question.apply(stream);
        stream.start(channel, method, until, limits, headers, asked);
        return asked.answer();
    }

    private <T> void complete(CompletableFuture<T> answer, T value, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(value);
            return;
        }
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        answer.completeExceptionally(
                cause instanceof ReflectionFailure failed
                        ? new SchemaException(failed.line(channel.authority(), deadline), failed)
                        : cause);
    }
}

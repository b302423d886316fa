package dev.yodel.loadtest.target;

import dev.yodel.gatling.grpc.config.CertificateRequests;
import dev.yodel.grpc.dynamic.reflection.ReflectionClient;
import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.SchemaPlan;
import dev.yodel.loadtest.plan.Target;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks up a method: in files, or by server reflection. Uses nothing of Gatling.
 *
 * @param target the service
 * @param metadata sent with reflection calls, except for values with expressions
 * @param timeout the time for the answer
 */
public record MethodLookup(Target target, List<MetadataEntry> metadata, Duration timeout) {

    private static final String EXPRESSION = "#{";

    public MethodLookup {
        metadata = List.copyOf(metadata);
    }

    /**
     * The method of that name.
     *
     * @throws IllegalArgumentException if there is no such method, or the target does not answer reflection in time
     */
    public DynamicMethod find(String call) {
        return schemaOf(call).method(call);
    }

    /**
     * The schema that defines a service, method or message type.
     *
     * @throws IllegalArgumentException if the target does not know it, or does not answer in time
     */
    public Schema schemaOf(String symbol) {
        Schema known = target.schema().local(symbol);
        return known == null ? reflected(List.of(symbol)) : known;
    }

    /**
     * The schema of all services.
     *
     * @throws IllegalArgumentException if the target does not answer in time
     */
    public Schema schema() {
        Schema known = target.schema().local("");
        return known == null ? reflected(List.of()) : known;
    }

    /** The schema of some symbols by server reflection; of all services if there are none. */
    private Schema reflected(List<String> symbols) {
        ManagedChannel channel = target.channels().open(new CertificateRequests());
        try {
            ReflectionClient client = ReflectionClient.of(channel)
                    .withDeadline(timeout.plusSeconds(1)) // ours is first, it names the flag
                    .withMetadata(headers());
            return (symbols.isEmpty() ? client.schema() : client.schema(symbols))
                    .toCompletableFuture()
                    .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        } catch (CompletionException e) {
            throw problem(e);
        } finally {
            channel.shutdownNow();
        }
    }

    private RuntimeException problem(CompletionException e) {
        if (e.getCause() instanceof TimeoutException) {
            return new IllegalArgumentException(
                    ("target %s: no answer to server reflection within %s (expected: a server with reflection, --proto or"
                                    + " --protoset, or a longer --connect-timeout)")
                            .formatted(target, Durations.format(timeout)),
                    e);
        }
        if (isNotServed(e.getCause())) {
            return new IllegalArgumentException(
                    ("target %s: server reflection is not served (expected: --proto FILE or --protoset FILE with the schema,"
                                    + " or a server with reflection)")
                            .formatted(target),
                    e);
        }
        return e.getCause() instanceof SchemaException problem ? problem : e;
    }

    private static boolean isNotServed(@Nullable Throwable cause) {
        return cause instanceof SchemaException && Status.fromThrowable(cause).getCode() == Status.Code.UNIMPLEMENTED;
    }

    private Metadata headers() {
        Metadata headers = new Metadata();
        metadata.stream()
                .filter(entry -> entry.isBinary() || !entry.value().contains(EXPRESSION))
                .forEach(entry -> entry.addTo(headers));
        if (target.schema() instanceof SchemaPlan.Reflection reflection) {
            reflection.metadata().forEach(entry -> entry.addTo(headers));
        }
        return headers;
    }
}

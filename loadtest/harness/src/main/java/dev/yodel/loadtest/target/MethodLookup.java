package dev.yodel.loadtest.target;

import dev.yodel.gatling.grpc.GrpcDsl;
import dev.yodel.gatling.grpc.GrpcReflection;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.Target;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks up a method by server reflection. */
public final class MethodLookup {

    private static final String EXPRESSION = "#{";

    private MethodLookup() {}

    /**
     * The method of that name.
     *
     * @param metadata sent with the reflection calls, except for values with expressions
     * @throws IllegalArgumentException if the target has no such method, or does not answer reflection in time
     */
    public static MethodDescriptor<?, ?> find(
            Target target, String call, List<MetadataEntry> metadata, Duration timeout) {
        ManagedChannel channel = Grpc.newChannelBuilder(target.toString(), InsecureChannelCredentials.create())
                .build();
        try {
            return reflection(metadata)
                    .method(channel, call)
                    .toCompletableFuture()
                    .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new IllegalArgumentException(
                        ("target %s: no answer to server reflection within %s (expected: a server with reflection, or a"
                                        + " longer --connect-timeout)")
                                .formatted(target, Durations.format(timeout)),
                        e);
            }
            throw e.getCause() instanceof IllegalArgumentException problem ? problem : e;
        } finally {
            channel.shutdownNow();
        }
    }

    private static GrpcReflection reflection(List<MetadataEntry> metadata) {
        GrpcReflection reflection = GrpcDsl.reflection();
        for (MetadataEntry entry : metadata) {
            if (entry.isBinary()) {
                reflection =
                        reflection.header(Metadata.Key.of(entry.key(), Metadata.BINARY_BYTE_MARSHALLER), entry.bytes());
            } else if (!entry.value().contains(EXPRESSION)) {
                reflection = reflection.header(entry.key(), entry.value());
            }
        }
        return reflection;
    }
}

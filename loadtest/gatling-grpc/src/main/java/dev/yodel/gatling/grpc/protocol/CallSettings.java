package dev.yodel.gatling.grpc.protocol;

import dev.yodel.gatling.grpc.config.Bounds;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.CompressorRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * What may be said of one call, or by the protocol of all of them. What is null is not said. Immutable.
 *
 * @param headers request metadata
 * @param credentials made for each session
 * @param deadline how long a call may take
 * @param compressor the name of what request messages are compressed with
 * @param maxInboundMessageSize bytes that a response message may have; gRPC's is 4 MiB
 * @param waitForReady whether calls wait for a connection where it fails to come, for as long as their deadline lets
 *     them, and don't fail at once
 */
public record CallSettings(
        List<Header<?>> headers,
        @Nullable Function1<Session, Validation<CallCredentials>> credentials,
        @Nullable Duration deadline,
        @Nullable String compressor,
        @Nullable Integer maxInboundMessageSize,
        @Nullable Boolean waitForReady) {

    public static final CallSettings NONE = new CallSettings(List.of(), null, null, null, null, null);

    public CallSettings {
        headers = List.copyOf(headers);
        Bounds.positive("deadline", deadline);
        if (compressor != null && CompressorRegistry.getDefaultInstance().lookupCompressor(compressor) == null) {
            throw new IllegalArgumentException(
                    "compressor: %s (expected: one registered with gRPC, as gzip and identity are)"
                            .formatted(compressor));
        }
        Bounds.positive("maxInboundMessageSize", maxInboundMessageSize);
    }

    public CallSettings withHeader(Header<?> header) {
        List<Header<?>> all = Stream.concat(headers.stream(), Stream.of(header)).collect(Collectors.toList());
        return new CallSettings(all, credentials, deadline, compressor, maxInboundMessageSize, waitForReady);
    }

    public CallSettings withCredentials(Function1<Session, Validation<CallCredentials>> newCredentials) {
        return new CallSettings(headers, newCredentials, deadline, compressor, maxInboundMessageSize, waitForReady);
    }

    public CallSettings withDeadline(Duration newDeadline) {
        return new CallSettings(headers, credentials, newDeadline, compressor, maxInboundMessageSize, waitForReady);
    }

    public CallSettings withCompressor(String newCompressor) {
        return new CallSettings(headers, credentials, deadline, newCompressor, maxInboundMessageSize, waitForReady);
    }

    public CallSettings withMaxInboundMessageSize(int bytes) {
        return new CallSettings(headers, credentials, deadline, compressor, bytes, waitForReady);
    }

    public CallSettings withWaitForReady() {
        return new CallSettings(headers, credentials, deadline, compressor, maxInboundMessageSize, true);
    }

    /** These settings where the others say nothing. A header of the others takes the place of those of its name. */
    public CallSettings overriddenBy(CallSettings others) {
        Set<String> renewed =
                others.headers.stream().map(header -> header.key().name()).collect(Collectors.toSet());
        Stream<Header<?>> kept =
                headers.stream().filter(header -> !renewed.contains(header.key().name()));
        return new CallSettings(
                Stream.concat(kept, others.headers.stream()).collect(Collectors.toList()),
                first(others.credentials, credentials),
                first(others.deadline, deadline),
                first(others.compressor, compressor),
                first(others.maxInboundMessageSize, maxInboundMessageSize),
                first(others.waitForReady, waitForReady));
    }

    /** What gRPC is to know of every call, whoever makes it; the deadline starts with each. */
    public CallOptions options() {
        CallOptions options = CallOptions.DEFAULT;
        if (compressor != null) {
            options = options.withCompression(compressor);
        }
        if (maxInboundMessageSize != null) {
            options = options.withMaxInboundMessageSize(maxInboundMessageSize);
        }
        return Objects.equals(waitForReady, true) ? options.withWaitForReady() : options;
    }

    private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
        return one != null ? one : other;
    }
}

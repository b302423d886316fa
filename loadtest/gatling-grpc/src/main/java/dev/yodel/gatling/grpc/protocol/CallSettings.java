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
 * The options of one call, or the defaults of all calls. Null is unset. Immutable.
 *
 * @param headers request metadata
 * @param credentials call credentials, evaluated for each session
 * @param deadline the deadline of a call
 * @param compressor the name of the compressor of request messages
 * @param maxInboundMessageSize the maximum size of a response message in bytes; gRPC's default is 4 MiB
 * @param waitForReady whether calls wait for a connection until their deadline instead of failing when it cannot be
 *     established
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

    /**
     * These settings, overridden by the others where they are set. A header of the others replaces those of the same
     * name.
     */
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

    /**
     * The gRPC options that are the same for every call and session; excludes the deadline, which starts with the call.
     */
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

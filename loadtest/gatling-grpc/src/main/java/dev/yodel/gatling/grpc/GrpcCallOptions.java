package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.protocol.CallSettings;
import dev.yodel.gatling.grpc.protocol.Header;
import io.gatling.javaapi.core.Session;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.function.Function;

/**
 * The options of one call or, on the protocol, the defaults of all calls. An option of a call overrides that of the
 * protocol; a header of a call replaces the protocol's headers of that name. Immutable.
 *
 * @param <T> the builder
 */
public abstract sealed class GrpcCallOptions<T> permits GrpcProtocolBuilder, GrpcUnary, GrpcStream {

    GrpcCallOptions() {}

    abstract CallSettings settings();

    abstract T with(CallSettings newSettings);

    /**
     * Adds request metadata, its value a Gatling EL string. If the name ends with {@code -bin} the value is binary: a
     * {@code byte[]} from the session, or the UTF-8 bytes of any other value.
     */
    public final T header(String name, String value) {
        return header(Header.of(name, value));
    }

    /** Adds request metadata, its value a function of the session. */
    public final T header(String name, Function<Session, String> value) {
        return header(Header.of(name, value));
    }

    /** Adds request metadata of any type, text or binary according to its key. */
    public final <V> T header(Metadata.Key<V> key, V value) {
        return header(new Header<>(key, SessionExpressions.constant(value)));
    }

    /** Adds request metadata of any type, its value a function of the session. */
    public final <V> T headerOf(Metadata.Key<V> key, Function<Session, V> value) {
        return header(new Header<>(key, SessionExpressions.of(value)));
    }

    /** Sends a bearer token, a Gatling EL string such as {@code #{token}}, in the {@code authorization} header. */
    public final T bearerToken(String token) {
        return header("authorization", "Bearer " + token);
    }

    /** Call credentials, a function of the session. They may add metadata to each call asynchronously. */
    public final T credentials(Function<Session, CallCredentials> credentials) {
        return with(settings().withCredentials(SessionExpressions.of(credentials)));
    }

    /** The deadline of the call, for a stream from its opening to its end. Unlimited by default. */
    public final T deadline(Duration deadline) {
        return with(settings().withDeadline(deadline));
    }

    /** Compresses request messages: {@code gzip}, or any other compressor registered with gRPC. Off by default. */
    public final T compressor(String name) {
        return with(settings().withCompressor(name));
    }

    /**
     * The maximum size of an uncompressed response message in bytes. A larger one fails with RESOURCE_EXHAUSTED. 4 MiB
     * by default.
     */
    public final T maxInboundMessageSize(int bytes) {
        return with(settings().withMaxInboundMessageSize(bytes));
    }

    /**
     * Waits for a connection until the deadline. Otherwise a call fails as soon as an attempt to connect has failed.
     * Off by default.
     */
    public final T waitForReady() {
        return with(settings().withWaitForReady());
    }

    private T header(Header<?> header) {
        return with(settings().withHeader(header));
    }
}

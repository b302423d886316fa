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
 * What may be said of one call, or by the protocol of all calls. What a call says goes before what the protocol says; a
 * header of a call takes the place of the protocol's headers of that name. Immutable.
 *
 * @param <T> what it is said of
 */
public abstract sealed class GrpcCallOptions<T> permits GrpcProtocolBuilder, GrpcUnary, GrpcStream {

    GrpcCallOptions() {}

    abstract CallSettings settings();

    abstract T with(CallSettings newSettings);

    /**
     * Request metadata: one more entry, its value a Gatling EL string. Where the name ends with {@code -bin} the value is
     * binary: a {@code byte[]} of the session, or the UTF-8 bytes of anything else.
     */
    public final T header(String name, String value) {
        return header(Header.of(name, value));
    }

    /** Request metadata: one more entry, its value made of the session. */
    public final T header(String name, Function<Session, String> value) {
        return header(Header.of(name, value));
    }

    /** Request metadata: one more entry of any type, text or binary as its key says. */
    public final <V> T header(Metadata.Key<V> key, V value) {
        return header(new Header<>(key, SessionExpressions.constant(value)));
    }

    /** Request metadata: one more entry of any type, made of the session. */
    public final <V> T headerOf(Metadata.Key<V> key, Function<Session, V> value) {
        return header(new Header<>(key, SessionExpressions.of(value)));
    }

    /** Shows a token, a Gatling EL string such as {@code #{token}}, in the {@code authorization} header. */
    public final T bearerToken(String token) {
        return header("authorization", "Bearer " + token);
    }

    /** Credentials made of the session: they add what metadata they like to each call, at once or later. */
    public final T credentials(Function<Session, CallCredentials> credentials) {
        return with(settings().withCredentials(SessionExpressions.of(credentials)));
    }

    /** How long the call may take, a whole stream too. Unlimited by default. */
    public final T deadline(Duration deadline) {
        return with(settings().withDeadline(deadline));
    }

    /** Compresses request messages: {@code gzip}, or what else is registered with gRPC. Off by default. */
    public final T compressor(String name) {
        return with(settings().withCompressor(name));
    }

    /** How many bytes a response message may have, uncompressed. 4 MiB by default; above it, RESOURCE_EXHAUSTED. */
    public final T maxInboundMessageSize(int bytes) {
        return with(settings().withMaxInboundMessageSize(bytes));
    }

    /**
     * Waits for a connection for as long as the deadline allows, where otherwise a call fails as soon as connecting has
     * failed. Off by default.
     */
    public final T waitForReady() {
        return with(settings().withWaitForReady());
    }

    private T header(Header<?> header) {
        return with(settings().withHeader(header));
    }
}

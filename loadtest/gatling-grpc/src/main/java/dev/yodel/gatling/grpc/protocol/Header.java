package dev.yodel.gatling.grpc.protocol;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.config.AsciiHeader;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Function;
import scala.Function1;

/** An entry of request metadata, its value evaluated for each session. */
public record Header<T>(Metadata.Key<T> key, Function1<Session, Validation<T>> value) {

    /** Headers that gRPC sets itself: it would silently drop an entry of that name. */
    private static final Set<String> RESERVED = Set.of("content-type", "te", "user-agent");

    public Header {
        if (RESERVED.contains(key.name())) {
            throw new IllegalArgumentException("header: %s (expected: another name, as gRPC sets %s itself%s)"
                    .formatted(
                            key.name(),
                            key.name(),
                            key.name().equals("user-agent") ? "; there is userAgent(...)" : ""));
        }
    }

    /** An entry whose value is a Gatling EL string; binary where the name ends with {@code -bin}. */
    public static Header<?> of(String name, String el) {
        return isBinary(name)
                ? new Header<>(binaryKey(name), bytes(SessionExpressions.any(el)))
                : new Header<>(AsciiHeader.key(name), SessionExpressions.text(el));
    }

    /** An entry whose value is a function of the session; binary where the name ends with {@code -bin}. */
    public static Header<?> of(String name, Function<io.gatling.javaapi.core.Session, String> value) {
        Function1<Session, Validation<String>> text = SessionExpressions.of(value);
        return isBinary(name) ? new Header<>(binaryKey(name), bytes(text)) : new Header<>(AsciiHeader.key(name), text);
    }

    private static boolean isBinary(String name) {
        return name.endsWith(Metadata.BINARY_HEADER_SUFFIX);
    }

    private static Metadata.Key<byte[]> binaryKey(String name) {
        return Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER);
    }

    private static Function1<Session, Validation<byte[]>> bytes(
            Function1<Session, ? extends Validation<?>> expression) {
        return session -> expression
                .apply(session)
                .map(value -> value instanceof byte[] bytes
                        ? bytes
                        : String.valueOf(value).getBytes(StandardCharsets.UTF_8));
    }
}

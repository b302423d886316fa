package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.config.AsciiHeader;
import dev.yodel.gatling.grpc.config.Header;
import io.gatling.commons.validation.Validation;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.internal.Expressions;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import scala.Function1;

/** Values as the language takes them, turned into what Gatling evaluates for each session. */
final class Values {

    private Values() {}

    static <Q> MessageSource<Q> always(Q message) {
        Function1<io.gatling.core.session.Session, Validation<Q>> value = Expressions.toStaticValueExpression(message);
        return (method, components) -> value;
    }

    static <Q> MessageSource<Q> of(Function<Session, Q> message) {
        Function1<io.gatling.core.session.Session, Validation<Q>> value = Expressions.javaFunctionToExpression(message);
        return (method, components) -> value;
    }

    static Header<?> header(String name, String value) {
        return isBinary(name)
                ? new Header<>(binaryKey(name), bytes(Expressions.toAnyExpression(value)))
                : new Header<>(AsciiHeader.key(name), Expressions.toStringExpression(value));
    }

    static Header<?> header(String name, Function<Session, String> value) {
        Function1<io.gatling.core.session.Session, Validation<String>> text =
                Expressions.javaFunctionToExpression(value);
        return isBinary(name) ? new Header<>(binaryKey(name), bytes(text)) : new Header<>(AsciiHeader.key(name), text);
    }

    private static boolean isBinary(String name) {
        return name.endsWith(Metadata.BINARY_HEADER_SUFFIX);
    }

    private static Metadata.Key<byte[]> binaryKey(String name) {
        return Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER);
    }

    private static Function1<io.gatling.core.session.Session, Validation<byte[]>> bytes(
            Function1<io.gatling.core.session.Session, ? extends Validation<?>> value) {
        return session -> value.apply(session)
                .map(made -> made instanceof byte[] bytes
                        ? bytes
                        : String.valueOf(made).getBytes(StandardCharsets.UTF_8));
    }
}

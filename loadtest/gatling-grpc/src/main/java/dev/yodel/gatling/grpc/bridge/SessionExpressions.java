package dev.yodel.gatling.grpc.bridge;

import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.internal.Expressions;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * Gatling's expressions: values that are evaluated for each session. The only user of Gatling's internal factory for
 * them.
 */
public final class SessionExpressions {

    private SessionExpressions() {}

    /** The same value for every session. */
    public static <T> Function1<Session, Validation<T>> constant(T value) {
        return Expressions.toStaticValueExpression(value);
    }

    /** The result of a function of the session; an exception is a failure. */
    public static <T> Function1<Session, Validation<T>> of(Function<io.gatling.javaapi.core.Session, T> function) {
        return Expressions.javaFunctionToExpression(function);
    }

    /** A Gatling EL string that yields a text. */
    public static Function1<Session, Validation<String>> text(String el) {
        return Expressions.toStringExpression(el);
    }

    /** A Gatling EL string that yields a value of any type. */
    public static Function1<Session, Validation<Object>> any(String el) {
        return Expressions.toAnyExpression(el);
    }

    /** A Gatling EL string that yields an integer. */
    @SuppressWarnings("unchecked") // Scala's Int, which Java sees as an object
    public static Function1<Session, Validation<Integer>> integer(String el) {
        return (Function1<Session, Validation<Integer>>) (Function1<?, ?>) Expressions.toIntExpression(el);
    }

    /** A Gatling EL string that yields a {@code Boolean}. */
    public static Function1<Session, Validation<Object>> condition(String el) {
        return Expressions.toBooleanExpression(el);
    }

    /** A function of the session that yields a {@code Boolean}. */
    public static Function1<Session, Validation<Object>> condition(
            Function<io.gatling.javaapi.core.Session, Boolean> function) {
        return Expressions.javaBooleanFunctionToExpression(function);
    }

    /** An expression whose value is converted; an exception of the conversion is a failure. */
    public static <T, R> Function1<Session, Validation<R>> mapped(
            Function1<Session, Validation<T>> expression, Function<T, R> conversion) {
        return of(Expressions.expressionToJavaFunction(expression).andThen(conversion));
    }

    /** The supplied value; an exception is a failure. */
    public static <T> Validation<T> validation(Supplier<T> supplier) {
        return Expressions.validation(supplier::get);
    }

    /**
     * The value for a session.
     *
     * @param what names the value in errors
     * @throws UnresolvedException if the evaluation fails or yields null
     */
    public static <T> T resolve(String what, Function1<Session, Validation<T>> expression, Session session) {
        Validation<T> result = expression.apply(session);
        if (result instanceof Success<T> success) {
            @Nullable T value = success.value();
            if (value == null) {
                throw new UnresolvedException(what + ": null (expected: a value)");
            }
            return value;
        }
        throw new UnresolvedException(what + ": " + ((Failure) result).message());
    }
}

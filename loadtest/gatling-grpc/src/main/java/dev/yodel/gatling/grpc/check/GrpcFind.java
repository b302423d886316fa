package dev.yodel.gatling.grpc.check;

import io.gatling.commons.validation.Validation;
import io.gatling.core.check.Extractor;
import io.gatling.core.check.FindExtractor;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.internal.Expressions;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;

/** Makes the first step of a check, the one that finds a value in a response; Gatling's own validators come after it. */
public final class GrpcFind {

    /** {@code CheckBuilder.Find.Default}: an inner class of a companion object, which javac cannot name. */
    private static final Constructor<?> SCALA_FIND = scalaFind();

    private GrpcFind() {}

    /**
     * A check on what {@code find} finds.
     *
     * @param name how errors call the value
     * @param type the class of the value; comparisons such as {@code lt} are for String, Integer, Long and Double only
     * @param find the value in the response, null if it has none
     */
    public static <X> CheckBuilder.Find<X> of(
            String name, CheckScope scope, Class<?> type, Function<GrpcResponse<?>, @Nullable X> find) {
        Function1<GrpcResponse<?>, Validation<Option<X>>> extract =
                response -> Expressions.validation(() -> Option.apply(find.apply(response)));
        Extractor<GrpcResponse<?>, X> extractor = new FindExtractor<>(name, extract);
        Function1<Session, Validation<Extractor<GrpcResponse<?>, X>>> always =
                Expressions.toStaticValueExpression(extractor);
        return new CheckBuilder.Find.Default<CheckScope, GrpcResponse<?>, X, X>(
                newScalaFind(always), scope, type, null);
    }

    @SuppressWarnings("unchecked") // the constructor is untyped, its class is not
    private static <X> io.gatling.core.check.CheckBuilder.Find<CheckScope, GrpcResponse<?>, X> newScalaFind(
            Function1<Session, Validation<Extractor<GrpcResponse<?>, X>>> extractor) {
        try {
            return (io.gatling.core.check.CheckBuilder.Find<CheckScope, GrpcResponse<?>, X>)
                    SCALA_FIND.newInstance(extractor, true);
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("Gatling's CheckBuilder.Find.Default could not be made", e);
        }
    }

    private static Constructor<?> scalaFind() {
        try {
            return Class.forName("io.gatling.core.check.CheckBuilder$Find$Default")
                    .getConstructor(Function1.class, boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Gatling's CheckBuilder.Find.Default is not there", e);
        }
    }
}

package dev.yodel.gatling.grpc.bridge;

import io.gatling.commons.validation.Validation;
import io.gatling.core.check.Check;
import io.gatling.core.check.CheckMaterializer;
import io.gatling.core.check.Extractor;
import io.gatling.core.check.FindExtractor;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.CheckBuilder;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;

/** Gatling's checks: creates the step that finds a value in a response, and builds checks from their builders. */
public final class ScalaCheckBridge {

    /** {@code CheckBuilder.Find.Default}: an inner class of a companion object, which javac cannot name. */
    private static final Constructor<?> SCALA_FIND = scalaFind();

    private static final Materializer<?> MATERIALIZER = new Materializer<>();

    private ScalaCheckBridge() {}

    /**
     * A check on the value that {@code find} returns. Gatling's own validators follow it.
     *
     * @param name the name of the value in errors
     * @param type the class of the value; comparisons such as {@code lt} are for String, Integer, Long and Double only
     * @param find the value in the response, null if it has none
     */
    public static <R, X> CheckBuilder.Find<X> find(
            String name, CheckBuilder.CheckType scope, Class<?> type, Function<R, @Nullable X> find) {
        Function1<R, Validation<Option<X>>> extract =
                response -> SessionExpressions.validation(() -> Option.apply(find.apply(response)));
        Extractor<R, X> extractor = new FindExtractor<>(name, extract);
        Function1<Session, Validation<Extractor<R, X>>> always = SessionExpressions.constant(extractor);
        return new CheckBuilder.Find.Default<CheckBuilder.CheckType, R, X, X>(newScalaFind(always), scope, type, null);
    }

    /** The check that a builder describes, on responses of type {@code R}. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // Java's CheckBuilder forgets the types of Scala's
    public static <R> Check<R> build(CheckBuilder builder) {
        return (Check<R>)
                ((io.gatling.core.check.CheckBuilder) builder.asScala()).build((CheckMaterializer) MATERIALIZER);
    }

    @SuppressWarnings("unchecked") // the constructor is untyped, its class is not
    private static <R, X> io.gatling.core.check.CheckBuilder.Find<CheckBuilder.CheckType, R, X> newScalaFind(
            Function1<Session, Validation<Extractor<R, X>>> extractor) {
        try {
            return (io.gatling.core.check.CheckBuilder.Find<CheckBuilder.CheckType, R, X>)
                    SCALA_FIND.newInstance(extractor, true);
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("Gatling's CheckBuilder.Find.Default cannot be created", e);
        }
    }

    private static Constructor<?> scalaFind() {
        try {
            return Class.forName("io.gatling.core.check.CheckBuilder$Find$Default")
                    .getConstructor(Function1.class, boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Gatling's CheckBuilder.Find.Default is missing", e);
        }
    }

    /** Passes the response to the check unchanged. */
    private static final class Materializer<R> extends CheckMaterializer<CheckBuilder.CheckType, Check<R>, R, R> {

        Materializer() {
            super(check -> check);
        }

        @Override
        public Function1<R, Validation<R>> preparer() {
            return response -> SessionExpressions.validation(() -> response);
        }
    }
}

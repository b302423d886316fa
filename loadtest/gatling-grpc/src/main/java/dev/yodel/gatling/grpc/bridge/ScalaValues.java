package dev.yodel.gatling.grpc.bridge;

import org.jspecify.annotations.Nullable;
import scala.collection.Map;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Converts Scala collections in sessions to Java collections. */
public final class ScalaValues {

    private ScalaValues() {}

    public static @Nullable Object toJava(@Nullable Object value) {
        if (value instanceof Seq<?> seq) {
            return CollectionConverters.asJava(seq);
        }
        if (value instanceof Map<?, ?> map) {
            return CollectionConverters.asJava(map);
        }
        return value;
    }
}

package dev.yodel.gatling.grpc.bridge;

import io.gatling.commons.stats.OK$;
import io.gatling.core.session.Block;
import io.gatling.core.session.Session;
import io.netty.channel.EventLoop;
import java.util.Comparator;
import scala.collection.immutable.Map;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.TreeMap$;
import scala.math.Ordering;
import scala.math.Ordering$;
import scala.runtime.BoxedUnit;

/**
 * The empty attributes of a session without a user, which record whether one was read. Used by one thread.
 *
 * <p>Java cannot extend Scala's maps. But a sorted map calls its ordering whenever it looks for a key, provided that it
 * contains another key to compare with.
 */
public final class EmptyAttributes {

    private static final String NONE = "";

    private boolean read;

    /** Whether an attribute was read. */
    public boolean wereRead() {
        return read;
    }

    private Map<String, Object> map() {
        Comparator<String> recording = (one, other) -> {
            read = true;
            return one.compareTo(other);
        };
        Ordering<String> ordering = Ordering$.MODULE$.comparatorToOrdering(recording);
        Map<String, Object> map =
                TreeMap$.MODULE$.<String, Object>empty(ordering).updated(NONE, NONE);
        read = false;
        return map;
    }

    /** A session of no user, with these attributes. */
    @SuppressWarnings("unchecked") // an empty list is one of anything
    public Session session(String scenario, EventLoop loop) {
        return new Session(
                scenario,
                0,
                map(),
                OK$.MODULE$,
                (scala.collection.immutable.List<Block>) (Object) Nil$.MODULE$,
                session -> BoxedUnit.UNIT,
                loop);
    }
}

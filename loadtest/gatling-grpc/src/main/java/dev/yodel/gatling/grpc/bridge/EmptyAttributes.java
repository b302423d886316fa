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
 * The attributes of a session that is nobody's: none, and it is known whether one was asked for. Used by one thread.
 *
 * <p>Java cannot extend Scala's maps. But a sorted one asks its ordering whenever it looks for a key, once there is
 * another key to compare it with.
 */
public final class EmptyAttributes {

    private static final String NONE = "";

    private boolean asked;

    /** Whether an attribute was asked for. */
    public boolean wereAsked() {
        return asked;
    }

    private Map<String, Object> map() {
        Comparator<String> telling = (one, other) -> {
            asked = true;
            return one.compareTo(other);
        };
        Ordering<String> ordering = Ordering$.MODULE$.comparatorToOrdering(telling);
        Map<String, Object> map =
                TreeMap$.MODULE$.<String, Object>empty(ordering).updated(NONE, NONE);
        asked = false;
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

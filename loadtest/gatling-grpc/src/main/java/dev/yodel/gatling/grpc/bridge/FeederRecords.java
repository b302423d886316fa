package dev.yodel.gatling.grpc.bridge;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ChainBuilder;

/**
 * The records of a feeder, one by one. Gatling's own feed action and actor read the feeder, so that records are loaded,
 * shared and exhausted as for {@code feed} in a scenario. Thread-safe.
 */
public final class FeederRecords {

    private static final String TAKER = "gatling.grpc.taker";

    private final Action feed;

    public FeederRecords(ChainBuilder feed, ScenarioContext context) {
        this.feed = feed.wrapped.build(context, new Delivery());
    }

    /** Requests the next record. If the feeder is empty the run ends, and the taker is not called. */
    public void request(Session session, Taker taker) {
        // execute() instead of !: whether a loop around the user's action is over is for that action to decide.
        feed.execute(session.set(TAKER, taker));
    }

    /** Receives records. */
    public interface Taker {

        /** Called on the user's event loop with the session that contains the record, in the order of the requests. */
        void take(Session session);
    }

    /** The action after the feed: passes the session to the taker. */
    private static final class Delivery extends ScalaActionBridge.OnLoop {

        Delivery() {
            super("feederRecord");
        }

        @Override
        public void execute(Session session) {
            Taker taker = (Taker) session.attributes().apply(TAKER);
            taker.take(session.remove(TAKER));
        }
    }
}

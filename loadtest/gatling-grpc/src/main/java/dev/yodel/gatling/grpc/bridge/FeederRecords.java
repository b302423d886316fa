package dev.yodel.gatling.grpc.bridge;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ChainBuilder;

/**
 * The records of a feeder, one by one. It is Gatling's own feed action that is asked, and Gatling's own actor that reads
 * the feeder, so that records come, are shared and run out as they do for a scenario's {@code feed}. Thread-safe.
 */
public final class FeederRecords {

    private static final String TAKER = "gatling.grpc.taker";

    private final Action feed;

    public FeederRecords(ChainBuilder feed, ScenarioContext context) {
        this.feed = feed.wrapped.build(context, new Delivery());
    }

    /** Asks for the next record. One that is not there ends the run: no session comes then. */
    public void ask(Session session, Taker taker) {
        // Executed, and not told: that a loop around the user's action is over is for that action to see.
        feed.execute(session.set(TAKER, taker));
    }

    /** Who asks. */
    public interface Taker {

        /** Called on the user's event loop with the session and the record in it, in the order of the questions. */
        void take(Session session);
    }

    /** What comes after the feed: the way back to who asked. */
    private static final class Delivery extends ScalaActionBridge.OnLoop {

        Delivery() {
            super("fed");
        }

        @Override
        public void execute(Session session) {
            Taker taker = (Taker) session.attributes().apply(TAKER);
            taker.take(session.remove(TAKER));
        }
    }
}

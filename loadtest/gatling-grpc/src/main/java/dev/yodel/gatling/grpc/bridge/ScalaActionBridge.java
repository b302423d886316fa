package dev.yodel.gatling.grpc.bridge;

import com.typesafe.scalalogging.Logger;
import com.typesafe.scalalogging.Logger$;
import io.gatling.commons.util.Clock;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.action.ChainableAction;
import io.gatling.core.action.ExitableAction;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import org.slf4j.LoggerFactory;

/**
 * Gatling's traits {@code Action}, {@code ChainableAction} and {@code ExitableAction} as a hierarchy of Java classes.
 *
 * <p>Each trait overrides {@code !} and calls the one below it. Scala generates that chain when it mixes traits into a
 * class. Here it is written by hand with one class per trait, because a Java class may call {@code X.super.$bang} only
 * for an interface that it implements directly. Scala's mangled names are in this file only.
 */
public final class ScalaActionBridge {

    private ScalaActionBridge() {}

    /** Runs on the user's event loop, and switches to it if called from another thread. */
    public abstract static class OnLoop implements Action {

        private static final Logger LOGGER = Logger$.MODULE$.apply(LoggerFactory.getLogger("dev.yodel.gatling.grpc"));

        private final String name;

        protected OnLoop(String name) {
            this.name = name;
        }

        @Override
        public final String name() {
            return name;
        }

        @Override
        public final String toString() {
            return name;
        }

        @Override
        public final Logger logger() {
            return LOGGER;
        }

        @Override
        public final void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger ignored) {}

        @Override
        public void $bang(Session session) {
            Action.super.$bang(session);
        }
    }

    /** Forwards the session, marked as failed, if the action throws. */
    abstract static class Chained extends OnLoop implements ChainableAction {

        private final Action next;

        Chained(String name, Action next) {
            super(name);
            this.next = next;
        }

        @Override
        public final Action next() {
            return next;
        }

        public final void io$gatling$core$action$ChainableAction$$super$$bang(Session session) {
            super.$bang(session);
        }

        @Override
        public void $bang(Session session) {
            ChainableAction.super.$bang(session);
        }
    }

    /** Leaves its block instead of running if a loop or a {@code tryMax} around it is over. */
    public abstract static class Exitable extends Chained implements ExitableAction {

        private final CoreComponents core;

        protected Exitable(String name, CoreComponents core, Action next) {
            super(name, next);
            this.core = core;
        }

        @Override
        public final StatsEngine statsEngine() {
            return core.statsEngine();
        }

        @Override
        public final Clock clock() {
            return core.clock();
        }

        public final void io$gatling$core$action$ExitableAction$$super$$bang(Session session) {
            super.$bang(session);
        }

        @Override
        public final void $bang(Session session) {
            ExitableAction.super.$bang(session);
        }
    }
}

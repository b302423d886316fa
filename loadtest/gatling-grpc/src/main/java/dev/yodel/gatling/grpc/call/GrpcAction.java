package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import dev.yodel.gatling.grpc.protocol.GrpcProtocolKey;
import io.gatling.commons.util.Clock;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioContext;

/** An action of this protocol: does nothing once the run is over, and tells Gatling of what it could not start. */
abstract class GrpcAction extends ActionLadder.Exitable {

    private final ScenarioContext context;
    private final GrpcComponents components;
    private final GatlingLog log;

    GrpcAction(String name, ScenarioContext context, Action next) {
        super(name, next);
        this.context = context;
        components = GrpcProtocolKey.components(context.protocolComponentsRegistry());
        log = GatlingLog.of(
                context.coreComponents(),
                components::nanoTime,
                components.protocol().gatlingLog());
    }

    /** Does the work, and sees to it that the session goes on to the next action exactly once. */
    abstract void run(Session session);

    /** How errors call this action before a request name is known. */
    abstract String label();

    @Override
    public final void execute(Session session) {
        if (components.stopped()) {
            return;
        }
        try {
            run(session);
        } catch (UnresolvedException e) {
            logger().underlying().error("'{}' could not start: {}", label(), e.getMessage());
            log.crashed(session, label(), String.valueOf(e.getMessage()));
            next().$bang(session.markAsFailed());
        }
    }

    @Override
    public final StatsEngine statsEngine() {
        return context.coreComponents().statsEngine();
    }

    @Override
    public final Clock clock() {
        return context.coreComponents().clock();
    }

    final GrpcComponents components() {
        return components;
    }

    final GatlingLog log() {
        return log;
    }

    final ScenarioContext context() {
        return context;
    }
}

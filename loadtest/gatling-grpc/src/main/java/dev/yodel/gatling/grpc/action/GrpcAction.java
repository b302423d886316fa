package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.GatlingStats;
import dev.yodel.gatling.grpc.bridge.ScalaActionBridge;
import dev.yodel.gatling.grpc.call.CallFactory;
import dev.yodel.gatling.grpc.outcome.Outcome;
import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import dev.yodel.gatling.grpc.protocol.GrpcProtocolKey;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;

/** An action of this protocol: does nothing once the run is over, and tells Gatling of what it could not start. */
abstract class GrpcAction extends ScalaActionBridge.Exitable {

    private final ScenarioContext context;
    private final GrpcComponents components;
    private final GatlingStats gatlingStats;

    GrpcAction(String name, ScenarioContext context, Action next) {
        super(name, context.coreComponents(), next);
        this.context = context;
        components = GrpcProtocolKey.components(context.protocolComponentsRegistry());
        gatlingStats = GatlingStats.of(
                context.coreComponents(),
                components::nanoTime,
                components.protocol().gatlingStats());
    }

    /** Does the work, and sees to it that the session goes on to the next action exactly once. */
    abstract void run(Session session);

    /** Tells that the work could not be begun, since something could not be made of the session. */
    abstract void refused(Session session, String error);

    @Override
    public final void execute(Session session) {
        if (components.stopped()) {
            return;
        }
        try {
            run(session);
        } catch (UnresolvedException e) {
            refused(session, String.valueOf(e.getMessage()));
            next().$bang(session.markAsFailed());
        }
    }

    /** Tells Gatling of it, and the log if it is the first of its kind in the run. */
    final void refused(Session session, String request, String error) {
        told(session, request, firstOfKind(request, error));
    }

    /** Tells of it as of a call that was not started. */
    final void refused(Session session, CallFactory<?, ?> factory, String error) {
        String request = factory.nameFor(session);
        String first = firstOfKind(request, error);
        told(session, request, first);
        components.listener().callNotStarted(request, factory.method().getType(), first);
    }

    private String firstOfKind(String request, String error) {
        return components.errorKinds().representative(request, error);
    }

    private void told(Session session, String request, String error) {
        components.refusals().log(request, error);
        gatlingStats.callNotStarted(session, request, error);
    }

    final GrpcComponents components() {
        return components;
    }

    final GatlingStats gatlingStats() {
        return gatlingStats;
    }

    final ScenarioContext context() {
        return context;
    }
}

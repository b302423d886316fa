package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.GatlingStats;
import dev.yodel.gatling.grpc.bridge.ScalaActionBridge;
import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.call.CallFactory;
import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import dev.yodel.gatling.grpc.protocol.GrpcProtocolKey;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;

/** An action of this protocol. It does nothing once the run has stopped, and reports what it could not start. */
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

    /** Does the work, and ensures that the session proceeds to the next action exactly once. */
    abstract void run(Session session);

    /** Reports that the work could not be started because something could not be made from the session. */
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

    /** Reports it to Gatling, and logs it if it is the first of its kind in the run. */
    final void refused(Session session, String request, String error) {
        report(session, request, representative(request, error));
    }

    /** Reports a call that could not be started, also to listeners. */
    final void refused(Session session, CallFactory<?, ?> factory, String error) {
        String request = factory.nameFor(session);
        String text = representative(request, error);
        report(session, request, text);
        components.listener().callNotStarted(request, factory.method().getType(), text);
    }

    private String representative(String request, String error) {
        return components.errorKinds().representative(request, error);
    }

    private void report(Session session, String request, String error) {
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

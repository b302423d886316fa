package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.bridge.Throttle;
import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.call.CallFactory;
import dev.yodel.gatling.grpc.call.CallPlan;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.call.StreamName;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;

/** Opens a stream, and sends the request if the method takes a single one. Proceeds without waiting. */
final class OpenAction<Q, S> extends GrpcAction {

    private final StreamAttributes<Q, S> attributes;
    private final CallFactory<Q, S> factory;
    private final @Nullable Function1<Session, Validation<Q>> request;
    private final Throttle throttle;
    private final Function<Session, String> keys;

    OpenAction(
            StreamAttributes<Q, S> attributes,
            @Nullable MessageSource<Q> request,
            ScenarioContext context,
            Action next) {
        super("open", context, next);
        this.attributes = attributes.withEachMessage(components().checks(attributes.eachMessage()));
        factory = new CallFactory<>(attributes.call(), components());
        this.request = request == null ? null : request.bind(factory.method(), components());
        throttle = new Throttle(context, components()::stopped);
        keys = attributes.name().keys();
    }

    @Override
    void run(Session session) {
        CallPlan plan = factory.plan(session);
        Q first = request == null ? null : SessionExpressions.resolve("message of " + plan.name(), request, session);
        Long due = attributes.due() == null
                ? null
                : SessionExpressions.resolve("due time of " + plan.name(), attributes.due(), session);
        String key = keys.apply(session);
        leaveEarlier(session, key);
        throttle.start(session, () -> open(session, key, plan, due, first));
    }

    @Override
    void refused(Session session, String error) {
        refused(session, factory, error);
    }

    private void open(Session session, String key, CallPlan plan, @Nullable Long due, @Nullable Q first) {
        StreamCall<Q, S> stream = new StreamCall<>(attributes, factory, gatlingStats(), plan, session);
        stream.open(plan.headers(), due);
        if (first != null) {
            stream.send(first, components().nanoTime());
            stream.halfClose();
        }
        next().$bang(session.set(key, stream));
    }

    /** An earlier stream of that name is judged now if it has ended; if it is still open, the scenario is wrong. */
    private void leaveEarlier(Session session, String key) {
        Option<Object> earlier = session.attributes().get(key);
        if (earlier.isEmpty()) {
            return;
        }
        StreamCall<?, ?> stream = (StreamCall<?, ?>) earlier.get();
        if (stream.isOpen()) {
            throw new UnresolvedException(
                    "stream %s: already open (expected: its end awaited or cancelled, or another name)"
                            .formatted(StreamName.ofKey(key)));
        }
        stream.abandon();
    }
}

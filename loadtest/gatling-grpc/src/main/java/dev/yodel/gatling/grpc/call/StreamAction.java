package dev.yodel.gatling.grpc.call;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import java.util.function.Function;

/** Takes a step with the stream that the user has open under a name. */
final class StreamAction<Q, S> extends GrpcAction {

    private final StreamAttributes<Q, S> attributes;
    private final StreamStep<Q, S> step;
    private final Function<Session, String> keys;

    StreamAction(
            String name,
            StreamAttributes<Q, S> attributes,
            StreamStep<Q, S> step,
            ScenarioContext context,
            Action next) {
        super(name, context, next);
        this.attributes = attributes;
        this.step = step;
        keys = attributes.name().keys();
    }

    @Override
    void run(Session session) {
        step.take(find(session), session, next());
    }

    @Override
    String label() {
        return attributes.name().text();
    }

    @SuppressWarnings("unchecked") // the attribute is this protocol's own, and holds what open put there
    private StreamCall<Q, S> find(Session session) {
        String key = keys.apply(session);
        Object stream = session.attributes().getOrElse(key, () -> null);
        if (stream == null) {
            throw new UnresolvedException(
                    "stream %s: not open (expected: its open() before %s)".formatted(StreamName.ofKey(key), name()));
        }
        return (StreamCall<Q, S>) stream;
    }
}

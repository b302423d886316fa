package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.call.StreamName;
import dev.yodel.gatling.grpc.outcome.Outcome;
import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes a step with the stream that the user has open under a name. */
final class StreamAction<Q, S> extends GrpcAction {

    private final StreamAttributes<Q, S> attributes;
    private final StreamStep<Q, S> step;
    private final Function<Session, String> keys;

    /** Of the streams seen last; nearly always they are opened by one action. Racing threads find the same. */
    private volatile @Nullable StreamAttributes<?, ?> fitting;

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
        StreamCall<Q, S> stream = find(session);
        stream.update(session);
        try {
            step.take(stream, session, next());
        } catch (UnresolvedException e) {
            stream.fail(Outcome.unresolved(e));
            throw e;
        }
    }

    @Override
    void refused(Session session, String error) {
        refused(session, attributes.name().text(), error);
    }

    // unchecked: the attribute is this protocol's own, and holds what open put there; others only cost another look
    @SuppressWarnings({"unchecked", "ReferenceEquality"})
    private StreamCall<Q, S> find(Session session) {
        String key = keys.apply(session);
        Object stream = session.attributes().getOrElse(key, () -> null);
        if (stream == null) {
            throw new UnresolvedException(
                    "stream %s: not open (expected: its open() before %s)".formatted(StreamName.ofKey(key), name()));
        }
        StreamCall<Q, S> found = (StreamCall<Q, S>) stream;
        if (found.attributes() != fitting) {
            checkFits(found.attributes());
        }
        return found;
    }

    private void checkFits(StreamAttributes<?, ?> opened) {
        List<String> without = attributes.saidBesides(opened);
        if (!without.isEmpty()) {
            throw new UnresolvedException("stream %s: %s said of its %s alone (expected: of its open(), too)"
                    .formatted(attributes.name().text(), String.join(", ", without), name()));
        }
        fitting = opened;
    }
}

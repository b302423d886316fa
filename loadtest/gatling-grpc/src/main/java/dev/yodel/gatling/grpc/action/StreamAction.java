package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.call.StreamName;
import dev.yodel.gatling.grpc.outcome.Outcome;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Executes a step on the user's open stream of a given name. */
final class StreamAction<Q, S> extends GrpcAction {

    private final StreamAttributes<Q, S> attributes;
    private final StreamStep<Q, S> step;
    private final Function<Session, String> keys;

    /** The definition of the last stream, as nearly always one action opens them. Racing threads find the same. */
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

    // unchecked: only open() sets the attribute; ReferenceEquality: a miss only repeats the check
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
        List<String> missing = attributes.optionsMissingIn(opened);
        if (!missing.isEmpty()) {
            throw new UnresolvedException("stream %s: %s set on its %s only (expected: on its open() too)"
                    .formatted(attributes.name().text(), String.join(", ", missing), name()));
        }
        fitting = opened;
    }
}

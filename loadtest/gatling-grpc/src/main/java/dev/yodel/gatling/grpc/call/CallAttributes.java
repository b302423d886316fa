package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.protocol.CallSettings;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * The definition of a call in a scenario. Immutable.
 *
 * @param name the request name of its samples
 * @param method the method to call
 * @param target the name of the target; null is the default one
 * @param settings its options, which override those of the protocol
 */
public record CallAttributes<Q, S>(
        Function1<Session, Validation<String>> name,
        MethodSource<Q, S> method,
        @Nullable TargetName target,
        CallSettings settings) {

    public CallAttributes(Function1<Session, Validation<String>> name, MethodSource<Q, S> method) {
        this(name, method, null, CallSettings.NONE);
    }

    public CallAttributes<Q, S> withTarget(TargetName newTarget) {
        return new CallAttributes<>(name, method, newTarget, settings);
    }

    public CallAttributes<Q, S> withSettings(CallSettings newSettings) {
        return new CallAttributes<>(name, method, target, newSettings);
    }
}

package dev.yodel.gatling.grpc.bridge;

import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.throttle.Throttler;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.runtime.BoxedUnit;

/** Gatling's {@code throttle}: delays calls to limit their rate. */
public final class Throttle {

    /** {@code Throttler.Command.ThrottledRequest}: an inner class of an inner object, which javac cannot name. */
    private static final MethodHandle NEW_REQUEST = newRequest();

    private final @Nullable ActorRef<Throttler.Command> throttler;

    private final BooleanSupplier over;

    /** @param over returns whether the run is over */
    public Throttle(ScenarioContext context, BooleanSupplier over) {
        this.over = over;
        throttler = context.throttled() && context.coreComponents().throttler().isDefined()
                ? context.coreComponents().throttler().get()
                : null;
    }

    /**
     * Starts the call on the user's event loop, at once or when the throttle releases it; never after the run is over.
     */
    public void start(Session session, Runnable call) {
        if (throttler == null) {
            call.run();
            return;
        }
        Function0<BoxedUnit> request = () -> {
            session.eventLoop().execute(() -> {
                if (!over.getAsBoolean()) {
                    call.run();
                }
            });
            return BoxedUnit.UNIT;
        };
        throttler.$bang(request(session.scenario(), request));
    }

    private static Throttler.Command request(String scenario, Function0<BoxedUnit> request) {
        try {
            return (Throttler.Command) NEW_REQUEST.invoke(scenario, request);
        } catch (Throwable e) {
            throw new LinkageError("Gatling's ThrottledRequest cannot be created", e);
        }
    }

    private static MethodHandle newRequest() {
        try {
            Class<?> type = Class.forName("io.gatling.core.controller.throttle.Throttler$Command$ThrottledRequest");
            return MethodHandles.publicLookup()
                    .findConstructor(type, MethodType.methodType(void.class, String.class, Function0.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Gatling's ThrottledRequest is missing", e);
        }
    }
}

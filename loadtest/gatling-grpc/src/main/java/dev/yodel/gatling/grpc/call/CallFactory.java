package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.protocol.CallSettings;
import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import dev.yodel.gatling.grpc.protocol.Header;
import dev.yodel.grpc.dynamic.schema.Schema;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/** Creates the calls of one action: its definition, bound to a run. Thread-safe. */
public final class CallFactory<Q, S> {

    private final GrpcComponents components;
    private final Function1<Session, Validation<String>> name;
    private final MethodDescriptor<Q, S> method;
    private final @Nullable TargetName target;
    private final CallSettings settings;
    private final CallOptions options;
    private final boolean dynamic;
    private volatile @Nullable Schema schema;

    public CallFactory(CallAttributes<Q, S> attributes, GrpcComponents components) {
        this.components = components;
        name = attributes.name();
        method = attributes.method().find(components);
        target = attributes.target();
        if (target != null && target.isFixed()) {
            components.requireTarget(target.text());
        }
        settings = components.protocol().calls().overriddenBy(attributes.settings());
        options = settings.options();
        dynamic = Schema.of(method) != null;
    }

    public MethodDescriptor<Q, S> method() {
        return method;
    }

    /** The types that messages may contain, for checks; null for a method of a generated stub. */
    @Nullable
    public Schema schema() {
        if (dynamic && schema == null) {
            schema = components.schemas().of(method); // racing threads find the same
        }
        return schema;
    }

    public GrpcComponents components() {
        return components;
    }

    /** The plan of a call of the session; throws an {@link UnresolvedException} if it cannot be made. */
    public CallPlan plan(Session session) {
        String requestName = SessionExpressions.resolve("request name", name, session);
        return new CallPlan(requestName, channelFor(session), optionsFor(session), headersFor(session));
    }

    /** The request name for the session; the method's name if it cannot be resolved. */
    public String nameFor(Session session) {
        return name.apply(session) instanceof Success<String> made && made.value() != null
                ? made.value()
                : method.getFullMethodName();
    }

    CallTrace newTrace(CallPlan plan) {
        return new CallTrace(components.protocol().nanoClock(), plan.channel());
    }

    public ClientCall<Q, S> newCall(CallPlan plan, CallTrace trace) {
        CallOptions callOptions = plan.options().withStreamTracerFactory(trace);
        CallCredentials credentials = callOptions.getCredentials();
        if (credentials != null) {
            callOptions = callOptions.withCallCredentials(new TracedCredentials(credentials, trace));
        }
        if (settings.deadline() != null) {
            callOptions = callOptions.withDeadlineAfter(settings.deadline().toNanos(), TimeUnit.NANOSECONDS);
        }
        return plan.channel().newCall(method, callOptions);
    }

    private Channel channelFor(Session session) {
        if (target == null) {
            return components.channel(session);
        }
        try {
            return components.channel(SessionExpressions.resolve("target", target.expression(), session), session);
        } catch (IllegalArgumentException e) {
            throw new UnresolvedException(String.valueOf(e.getMessage()));
        }
    }

    private CallOptions optionsFor(Session session) {
        return settings.credentials() == null
                ? options
                : options.withCallCredentials(
                        SessionExpressions.resolve("credentials", settings.credentials(), session));
    }

    private Metadata headersFor(Session session) {
        Metadata metadata = new Metadata();
        for (Header<?> header : settings.headers()) {
            put(header, metadata, session);
        }
        return metadata;
    }

    private static <T> void put(Header<T> header, Metadata metadata, Session session) {
        String what = "metadata " + header.key().name();
        T value = SessionExpressions.resolve(what, header.value(), session);
        try {
            metadata.put(header.key(), value);
        } catch (RuntimeException e) { // the marshaller may be defined in the scenario
            throw new UnresolvedException(what + ": " + e.getMessage());
        }
    }
}

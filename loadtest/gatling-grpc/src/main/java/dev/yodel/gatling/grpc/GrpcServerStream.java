package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.call.StreamName;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.Function;

/** A call with one request and a stream of responses. Immutable. */
public final class GrpcServerStream<Q, S> extends GrpcStream<GrpcServerStream<Q, S>, Q, S> {

    GrpcServerStream(CallAttributes<Q, S> call, StreamName name) {
        this(named(call, name));
    }

    private GrpcServerStream(StreamAttributes<Q, S> attributes) {
        super(attributes);
    }

    @Override
    GrpcServerStream<Q, S> with(StreamAttributes<Q, S> newAttributes) {
        return new GrpcServerStream<>(newAttributes);
    }

    /** Opens the stream with the same request each time. */
    public ActionBuilder open(Q request) {
        return () -> GrpcActions.open(attributes(), MessageSource.always(request));
    }

    /** Opens the stream with a request that is a function of the session. */
    public ActionBuilder open(Function<Session, Q> request) {
        return () -> GrpcActions.open(attributes(), MessageSource.of(request));
    }

    /** Opens the stream with a request written in JSON; see {@link GrpcDsl#json}. */
    public ActionBuilder open(GrpcJson request) {
        return () -> GrpcActions.open(attributes(), request.messages());
    }
}

package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.MatchingKey;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.call.StreamName;
import dev.yodel.gatling.grpc.stats.RoundTrips;
import java.util.function.Function;
import java.util.function.Supplier;

/** A call with a stream of requests and a stream of responses. Immutable. */
public final class GrpcBidiStream<Q, S> extends GrpcSendingStream<GrpcBidiStream<Q, S>, Q, S> {

    GrpcBidiStream(CallAttributes<Q, S> call, StreamName name) {
        this(named(call, name));
    }

    private GrpcBidiStream(StreamAttributes<Q, S> attributes) {
        super(attributes);
    }

    @Override
    GrpcBidiStream<Q, S> with(StreamAttributes<Q, S> newAttributes) {
        return new GrpcBidiStream<>(newAttributes);
    }

    /**
     * Matches a response to a sent message by a key that both contain instead of by order, and by order among messages
     * with the same key. Round trips are measured between the two.
     */
    public GrpcBidiStream<Q, S> matchBy(Function<Q, Object> ofSent, Function<S, Object> ofReceived) {
        return with(attributes().withMatching(new MatchingKey<>(ofSent, ofReceived)::roundTrips));
    }

    /**
     * Measures round trips by rules of the scenario, for streams that are no requests and answers, such as broadcasts.
     *
     * @param ofStream creates what measures one stream
     */
    public GrpcBidiStream<Q, S> measureBy(Supplier<? extends RoundTrips<Q, S>> ofStream) {
        return with(attributes().withMatching(ofStream));
    }
}

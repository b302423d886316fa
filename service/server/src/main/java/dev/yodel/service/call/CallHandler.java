package dev.yodel.service.call;

import dev.yodel.v1.Behavior;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The handler of one method: what all of its calls share. Thread-safe.
 *
 * @param factory what all methods share
 * @param behaviorOf reads the behavior that a request asks for
 * @param logic creates the logic of one call
 * @param fields the fields of the response that the engine sets
 */
record CallHandler<ReqT, RespT>(
        CallHandlerFactory factory,
        Function<ReqT, Behavior> behaviorOf,
        Supplier<? extends CallLogic<ReqT, RespT>> logic,
        ResponseFields<RespT> fields)
        implements ServerCallHandler<ReqT, RespT> {

    @Override
    public ServerCall.Listener<ReqT> startCall(ServerCall<ReqT, RespT> call, Metadata headers) {
        CallEngine<ReqT, RespT> engine = new CallEngine<>(call, headers, this);
        engine.start();
        return engine;
    }
}

package dev.yodel.service.call;

import dev.yodel.service.behavior.BehaviorPlan;
import dev.yodel.service.behavior.RejectedRequestException;
import dev.yodel.v1.Behavior;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;

/**
 * Applies behavior, of metadata and of the server's default, to calls whose handlers know nothing of it: health checks and
 * members of rooms. Calls without behavior are passed on as they are. Thread-safe.
 */
final class BehavingCalls implements ServerInterceptor {

    private final CallHandlerFactory factory;

    BehavingCalls(CallHandlerFactory factory) {
        this.factory = factory;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        BehaviorPlan plan;
        try {
            plan = factory.behaviors().plan(Behavior.getDefaultInstance(), headers);
        } catch (RejectedRequestException e) {
            StatusRuntimeException rejection = StatusProto.toStatusRuntimeException(e.status());
            call.close(rejection.getStatus(), Objects.requireNonNullElseGet(rejection.getTrailers(), Metadata::new));
            return new ServerCall.Listener<>() {};
        }
        if (plan == BehaviorPlan.NONE) {
            return next.startCall(call, headers);
        }
        return new BehavingCall<>(call, plan, factory).start(headers, next);
    }
}

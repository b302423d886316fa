package dev.yodel.service.call;

import dev.yodel.service.info.ResponseInfoFactory;
import dev.yodel.v1.Behavior;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Creates the handler of every method. It runs a feature's {@link CallLogic} as a call with flow control, delays,
 * failures, padding and info. Thread-safe.
 *
 * @param scheduler resumes delayed calls; each task takes microseconds
 * @param infoFactory creates the info that responses include on request
 * @param nanoClock the current time in nanoseconds, from an arbitrary origin
 */
public record CallHandlerFactory(
        ScheduledExecutorService scheduler, ResponseInfoFactory infoFactory, LongSupplier nanoClock) {

    /**
     * A method of Yodel's API.
     *
     * @param behaviorOf reads the behavior that a request asks for
     * @param logic creates the logic of one call
     */
    public <ReqT, RespT> ServerMethodDefinition<ReqT, RespT> method(
            MethodDescriptor<ReqT, RespT> method,
            Function<ReqT, Behavior> behaviorOf,
            Supplier<? extends CallLogic<ReqT, RespT>> logic) {
        return ServerMethodDefinition.create(
                method, new CallHandler<>(this, behaviorOf, logic, ResponseFields.of(method)));
    }

    /** A method of an API whose requests have no behavior. */
    public <ReqT, RespT> ServerMethodDefinition<ReqT, RespT> plainMethod(
            MethodDescriptor<ReqT, RespT> method, Supplier<? extends CallLogic<ReqT, RespT>> logic) {
        return method(method, request -> Behavior.getDefaultInstance(), logic);
    }
}

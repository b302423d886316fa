package dev.yodel.service.call;

import dev.yodel.service.behavior.Behaviors;
import dev.yodel.service.info.ResponseInfoFactory;
import dev.yodel.service.limits.ByteBudget;
import dev.yodel.v1.Behavior;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Creates the handler of every method. It runs a feature's {@link CallLogic} as a call with flow control, delays,
 * failures, padding and info. Thread-safe.
 *
 * @param cpuWork burns CPU time for calls that ask for it
 * @param scheduler resumes delayed calls; each task takes microseconds
 * @param infoFactory creates the info that responses include on request
 * @param behaviors what callers ask for
 * @param injections is notified of the failures they asked for
 * @param responses the memory for responses that clients have not read yet
 * @param maxTotalBytes the most that the responses of one call may have together, by count and size
 * @param nanoClock the current time in nanoseconds, from an arbitrary origin
 */
public record CallHandlerFactory(
        CpuWork cpuWork,
        ScheduledExecutorService scheduler,
        ResponseInfoFactory infoFactory,
        Behaviors behaviors,
        InjectionListener injections,
        ByteBudget responses,
        long maxTotalBytes,
        LongSupplier nanoClock) {

    /** Applies behavior to calls whose handlers are not created here. */
    public ServerInterceptor forOtherHandlers() {
        return new BehavingCalls(this);
    }

    /**
     * A method that sends one response for each request.
     *
     * @param behaviorOf reads the behavior that a request asks for
     * @param respond creates the response to a request
     */
    public <ReqT, RespT> ServerMethodDefinition<ReqT, RespT> oneForOne(
            MethodDescriptor<ReqT, RespT> method, Function<ReqT, Behavior> behaviorOf, Function<ReqT, RespT> respond) {
        return method(method, behaviorOf, () -> new OneForOne<>(respond));
    }

    /**
     * Any other method.
     *
     * @param behaviorOf reads the behavior that a request asks for
     * @param logic creates the logic of one call
     */
    public <ReqT, RespT> ServerMethodDefinition<ReqT, RespT> method(
            MethodDescriptor<ReqT, RespT> method,
            Function<ReqT, Behavior> behaviorOf,
            Supplier<? extends CallLogic<ReqT, RespT>> logic) {
        ApiFields<ReqT, RespT> fields = ApiFields.of(method, behaviorOf);
        return ServerMethodDefinition.create(method, (call, headers) -> {
            CallEngine<ReqT, RespT> engine = new CallEngine<>(call, headers, this, fields, logic.get());
            engine.start();
            return engine;
        });
    }
}

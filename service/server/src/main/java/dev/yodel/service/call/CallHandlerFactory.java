package dev.yodel.service.call;

import dev.yodel.service.info.ResponseInfoFactory;
import io.grpc.ServerCallHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Makes the handler of every method: it turns what a feature says, an {@link CallLogic}, into a call with flow control,
 * delays, failures and padding. Thread-safe.
 *
 * @param timer on which delays wait; its tasks take microseconds
 * @param telling what answers tell of server and call
 * @param nanoClock the time in nanoseconds, of any origin
 */
public record CallHandlerFactory(ScheduledExecutorService timer, ResponseInfoFactory telling, LongSupplier nanoClock) {

    /** The handler of a method whose calls each get an exchange of their own. */
    public <ReqT, RespT> ServerCallHandler<ReqT, RespT> serve(Supplier<? extends CallLogic<ReqT, RespT>> exchanges) {
        return (call, headers) -> {
            CallEngine<ReqT, RespT> paced = new CallEngine<>(call, headers, exchanges.get(), this);
            paced.start();
            return paced;
        };
    }
}

package dev.yodel.service.greeting;

import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.v1.GreetingServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

/** {@code yodel.v1.GreetingService}: welcomes people, in every shape of call. */
public final class GreetingService implements BindableService {

    private final CallHandlerFactory handlers;

    public GreetingService(CallHandlerFactory handlers) {
        this.handlers = handlers;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(GreetingServiceGrpc.getServiceDescriptor())
                .addMethod(GreetingServiceGrpc.getGreetMethod(), handlers.serve(GreetCall::new))
                .addMethod(GreetingServiceGrpc.getGreetEachMethod(), handlers.serve(GreetEachCall::new))
                .addMethod(GreetingServiceGrpc.getGreetGroupMethod(), handlers.serve(GreetGroupCall::new))
                .addMethod(GreetingServiceGrpc.getConverseMethod(), handlers.serve(ConverseCall::new))
                .build();
    }
}

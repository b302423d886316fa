package dev.yodel.service.greeting;

import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.v1.ConverseRequest;
import dev.yodel.v1.GreetEachRequest;
import dev.yodel.v1.GreetGroupRequest;
import dev.yodel.v1.GreetRequest;
import dev.yodel.v1.GreetingServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

/** {@code yodel.v1.GreetingService}: greets people, with one method for each type of call. */
public final class GreetingService implements BindableService {

    private final CallHandlerFactory handlers;

    public GreetingService(CallHandlerFactory handlers) {
        this.handlers = handlers;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(GreetingServiceGrpc.getServiceDescriptor())
                .addMethod(handlers.method(
                        GreetingServiceGrpc.getGreetMethod(), GreetRequest::getBehavior, GreetCall::new))
                .addMethod(handlers.method(
                        GreetingServiceGrpc.getGreetEachMethod(), GreetEachRequest::getBehavior, GreetEachCall::new))
                .addMethod(handlers.method(
                        GreetingServiceGrpc.getGreetGroupMethod(), GreetGroupRequest::getBehavior, GreetGroupCall::new))
                .addMethod(handlers.method(
                        GreetingServiceGrpc.getConverseMethod(), ConverseRequest::getBehavior, ConverseCall::new))
                .build();
    }
}

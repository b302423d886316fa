package dev.yodel.service.echo;

import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.CollectRequest;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

/** {@code yodel.v1.EchoService}: sends back what it receives, with one method for each type of call. */
public final class EchoService implements BindableService {

    private final CallHandlerFactory handlers;

    public EchoService(CallHandlerFactory handlers) {
        this.handlers = handlers;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(EchoServiceGrpc.getServiceDescriptor())
                .addMethod(handlers.method(EchoServiceGrpc.getEchoMethod(), EchoRequest::getBehavior, EchoCall::new))
                .addMethod(
                        handlers.method(EchoServiceGrpc.getExpandMethod(), ExpandRequest::getBehavior, ExpandCall::new))
                .addMethod(handlers.method(
                        EchoServiceGrpc.getCollectMethod(), CollectRequest::getBehavior, CollectCall::new))
                .addMethod(handlers.method(EchoServiceGrpc.getChatMethod(), ChatRequest::getBehavior, ChatCall::new))
                .build();
    }
}

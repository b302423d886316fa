package dev.yodel.service.echo;

import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

/** {@code yodel.v1.EchoService}: sends back what it got, in every shape of call. */
public final class EchoService implements BindableService {

    private final CallHandlerFactory handlers;

    public EchoService(CallHandlerFactory handlers) {
        this.handlers = handlers;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(EchoServiceGrpc.getServiceDescriptor())
                .addMethod(EchoServiceGrpc.getEchoMethod(), handlers.serve(EchoCall::new))
                .addMethod(EchoServiceGrpc.getExpandMethod(), handlers.serve(ExpandCall::new))
                .addMethod(EchoServiceGrpc.getCollectMethod(), handlers.serve(CollectCall::new))
                .addMethod(EchoServiceGrpc.getChatMethod(), handlers.serve(ChatCall::new))
                .build();
    }
}

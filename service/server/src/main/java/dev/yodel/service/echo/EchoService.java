package dev.yodel.service.echo;

import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.CollectRequest;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.EchoTypesRequest;
import dev.yodel.v1.EchoTypesResponse;
import dev.yodel.v1.ExpandRequest;
import io.grpc.ServerServiceDefinition;

/** {@code yodel.v1.EchoService}: sends back what it receives, with one method for each type of call. */
public final class EchoService {

    private EchoService() {}

    public static ServerServiceDefinition bind(CallHandlerFactory handlers) {
        return ServerServiceDefinition.builder(EchoServiceGrpc.getServiceDescriptor())
                .addMethod(handlers.oneForOne(
                        EchoServiceGrpc.getEchoMethod(), EchoRequest::getBehavior, EchoService::echo))
                .addMethod(
                        handlers.method(EchoServiceGrpc.getExpandMethod(), ExpandRequest::getBehavior, ExpandCall::new))
                .addMethod(handlers.method(
                        EchoServiceGrpc.getCollectMethod(), CollectRequest::getBehavior, CollectCall::new))
                .addMethod(handlers.oneForOne(
                        EchoServiceGrpc.getEchoTypesMethod(),
                        EchoTypesRequest::getBehavior,
                        request -> EchoTypesResponse.newBuilder()
                                .setEveryType(request.getEveryType())
                                .build()))
                .addMethod(handlers.oneForOne(
                        EchoServiceGrpc.getChatMethod(), ChatRequest::getBehavior, EchoService::chat))
                .build();
    }

    private static EchoResponse echo(EchoRequest request) {
        return EchoResponse.newBuilder()
                .setMessage(request.getMessage())
                .setPayload(request.getPayload())
                .build();
    }

    private static ChatResponse chat(ChatRequest request) {
        return ChatResponse.newBuilder()
                .setMessage(request.getMessage())
                .setPayload(request.getPayload())
                .setSeq(request.getSeq())
                .build();
    }
}

package dev.yodel.service.sequence;

import dev.yodel.service.behavior.Sequences;
import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.v1.GetSequenceRequest;
import dev.yodel.v1.SequenceServiceGrpc;
import io.grpc.ServerServiceDefinition;

/** {@code yodel.v1.SequenceService}: what the server saw of scripted calls. */
public final class SequenceService {

    private SequenceService() {}

    public static ServerServiceDefinition bind(CallHandlerFactory handlers, Sequences sequences) {
        return ServerServiceDefinition.builder(SequenceServiceGrpc.getServiceDescriptor())
                .addMethod(handlers.oneForOne(
                        SequenceServiceGrpc.getGetSequenceMethod(),
                        GetSequenceRequest::getBehavior,
                        request -> sequences.report(request.getKey())))
                .build();
    }
}

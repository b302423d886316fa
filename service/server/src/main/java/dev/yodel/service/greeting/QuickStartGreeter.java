package dev.yodel.service.greeting;

import dev.yodel.helloworld.GreeterGrpc;
import dev.yodel.helloworld.HelloReply;
import dev.yodel.helloworld.HelloRequest;
import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.service.call.CallLogic;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import org.jspecify.annotations.Nullable;

/** {@code helloworld.Greeter}: serves gRPC's quick-start clients. */
public final class QuickStartGreeter implements BindableService {

    private static final int STREAM_REPLIES = 3;

    private final CallHandlerFactory handlers;

    public QuickStartGreeter(CallHandlerFactory handlers) {
        this.handlers = handlers;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(GreeterGrpc.getServiceDescriptor())
                .addMethod(handlers.plainMethod(GreeterGrpc.getSayHelloMethod(), () -> new Hello(1)))
                .addMethod(handlers.plainMethod(
                        GreeterGrpc.getSayHelloStreamReplyMethod(), () -> new Hello(STREAM_REPLIES)))
                .addMethod(handlers.plainMethod(GreeterGrpc.getSayHelloBidiStreamMethod(), () -> new Hello(1)))
                .build();
    }

    /** Sends a number of replies to each request. */
    private static final class Hello implements CallLogic<HelloRequest, HelloReply> {

        private final int replies;
        private String name = "";
        private int remaining;

        Hello(int replies) {
            this.replies = replies;
        }

        @Override
        public void accept(HelloRequest request) {
            name = request.getName();
            remaining = replies;
        }

        @Override
        public @Nullable HelloReply next() {
            if (remaining == 0) {
                return null;
            }
            remaining--;
            return HelloReply.newBuilder().setMessage("Hello " + name).build();
        }
    }
}

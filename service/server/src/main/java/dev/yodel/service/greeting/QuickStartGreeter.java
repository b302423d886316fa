package dev.yodel.service.greeting;

import dev.yodel.helloworld.GreeterGrpc;
import dev.yodel.helloworld.HelloReply;
import dev.yodel.helloworld.HelloRequest;
import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.Behavior;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import org.jspecify.annotations.Nullable;

/** {@code helloworld.Greeter}: serves gRPC's quick-start clients. */
public final class QuickStartGreeter {

    private static final int STREAM_REPLIES = 3;

    private QuickStartGreeter() {}

    public static ServerServiceDefinition bind(CallHandlerFactory handlers) {
        return ServerServiceDefinition.builder(GreeterGrpc.getServiceDescriptor())
                .addMethod(method(handlers, GreeterGrpc.getSayHelloMethod(), 1))
                .addMethod(method(handlers, GreeterGrpc.getSayHelloStreamReplyMethod(), STREAM_REPLIES))
                .addMethod(method(handlers, GreeterGrpc.getSayHelloBidiStreamMethod(), 1))
                .build();
    }

    private static ServerMethodDefinition<HelloRequest, HelloReply> method(
            CallHandlerFactory handlers, MethodDescriptor<HelloRequest, HelloReply> method, int replies) {
        return handlers.method(method, request -> Behavior.getDefaultInstance(), () -> new Hello(replies));
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

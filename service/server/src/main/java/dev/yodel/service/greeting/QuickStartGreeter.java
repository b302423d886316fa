package dev.yodel.service.greeting;

import dev.yodel.helloworld.GreeterGrpc;
import dev.yodel.helloworld.HelloReply;
import dev.yodel.helloworld.HelloRequest;
import dev.yodel.service.call.AnswerExtras;
import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.Behavior;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import org.jspecify.annotations.Nullable;

/** {@code helloworld.Greeter}: answers the quick-start clients of every language. */
public final class QuickStartGreeter implements BindableService {

    private static final int STREAM_REPLIES = 3;

    private final CallHandlerFactory handlers;

    public QuickStartGreeter(CallHandlerFactory handlers) {
        this.handlers = handlers;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(GreeterGrpc.getServiceDescriptor())
                .addMethod(GreeterGrpc.getSayHelloMethod(), handlers.serve(() -> new Hello(1)))
                .addMethod(GreeterGrpc.getSayHelloStreamReplyMethod(), handlers.serve(() -> new Hello(STREAM_REPLIES)))
                .addMethod(GreeterGrpc.getSayHelloBidiStreamMethod(), handlers.serve(() -> new Hello(1)))
                .build();
    }

    /** A number of replies to each request. */
    private static final class Hello implements CallLogic<HelloRequest, HelloReply> {

        private final int replies;
        private String name = "";
        private int left;

        Hello(int replies) {
            this.replies = replies;
        }

        @Override
        public Behavior behaviorOf(HelloRequest first) {
            return Behavior.getDefaultInstance();
        }

        @Override
        public void accept(HelloRequest request) {
            name = request.getName();
            left = replies;
        }

        @Override
        public @Nullable HelloReply next(AnswerExtras extras) {
            if (left == 0) {
                return null;
            }
            left--;
            return HelloReply.newBuilder().setMessage("Hello " + name).build();
        }
    }
}

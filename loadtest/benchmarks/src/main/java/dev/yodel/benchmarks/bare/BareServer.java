package dev.yodel.benchmarks.bare;

import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc.EchoServiceImplBase;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The baseline echo server: generated stubs, the transport's own thread and flow control, and nothing else. */
public final class BareServer {

    private BareServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Server server = NettyServerBuilder.forAddress(anyPort)
                .directExecutor()
                .addService(new Echo())
                .build()
                .start();
        System.out.printf("bare serving grpc=127.0.0.1:%d%n", server.getPort());
        server.awaitTermination();
    }

    private static final class Echo extends EchoServiceImplBase {

        @Override
        public void echo(EchoRequest request, StreamObserver<EchoResponse> responses) {
            responses.onNext(EchoResponse.newBuilder()
                    .setMessage(request.getMessage())
                    .setPayload(request.getPayload())
                    .build());
            responses.onCompleted();
        }

        @Override
        public StreamObserver<ChatRequest> chat(StreamObserver<ChatResponse> responses) {
            return new Chat((ServerCallStreamObserver<ChatResponse>) responses);
        }
    }

    /** Requests the next message only when the transport accepts another answer. */
    private static final class Chat implements StreamObserver<ChatRequest> {

        private final ServerCallStreamObserver<ChatResponse> responses;
        private boolean waiting;

        Chat(ServerCallStreamObserver<ChatResponse> responses) {
            this.responses = responses;
            responses.disableAutoRequest();
            responses.setOnReadyHandler(this::ready);
            responses.request(1);
        }

        @Override
        public void onNext(ChatRequest request) {
            responses.onNext(ChatResponse.newBuilder()
                    .setMessage(request.getMessage())
                    .setPayload(request.getPayload())
                    .setSeq(request.getSeq())
                    .build());
            if (responses.isReady()) {
                responses.request(1);
            } else {
                waiting = true;
            }
        }

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {
            responses.onCompleted();
        }

        private void ready() {
            if (waiting) {
                waiting = false;
                responses.request(1);
            }
        }
    }
}

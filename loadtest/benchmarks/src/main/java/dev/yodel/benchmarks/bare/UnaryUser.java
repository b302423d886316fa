package dev.yodel.benchmarks.bare;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Messages;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.RejectedExecutionException;

/** Makes one unary call after the other. */
final class UnaryUser {

    private final BareClient client;
    private final EchoRequest request;

    UnaryUser(BareClient client, Load load) {
        this.client = client;
        request = Messages.echo(load);
    }

    void call() {
        ClientCall<EchoRequest, EchoResponse> call =
                client.channel().newCall(EchoServiceGrpc.getEchoMethod(), CallOptions.DEFAULT);
        call.start(new Answer(System.nanoTime()), new Metadata());
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
    }

    private final class Answer extends ClientCall.Listener<EchoResponse> {

        private final long startNanos;
        private int messages;

        Answer(long startNanos) {
            this.startNanos = startNanos;
        }

        @Override
        public void onMessage(EchoResponse message) {
            messages++;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (client.over()) {
                return;
            }
            if (!status.isOk() || messages != 1) {
                client.failed();
                return;
            }
            client.answered(System.nanoTime() - startNanos);
            try {
                client.thenAfterThinking(UnaryUser.this::call);
            } catch (RejectedExecutionException e) {
                // The run ended between the look at it and here.
            }
        }
    }
}

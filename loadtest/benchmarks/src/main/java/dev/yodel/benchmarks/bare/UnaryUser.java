package dev.yodel.benchmarks.bare;

import dev.yodel.benchmarks.load.EchoMessages;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;

/** A user that makes unary calls: one after another, or each when the schedule says. */
final class UnaryUser {

    private final BareClient client;
    private final EchoRequest request;

    UnaryUser(BareClient client, Load load) {
        this.client = client;
        request = EchoMessages.echo(load.options().serverDelay());
    }

    /** Makes a call, and the next one as soon as it has ended. */
    void call() {
        start(new Answer(System.nanoTime(), this::call));
    }

    /** Makes one call and measures it from its due time. */
    void callScheduled(long dueNanos, long nowNanos) {
        client.callStarted(dueNanos, nowNanos);
        start(new Answer(dueNanos, () -> {}));
    }

    private void start(Answer answer) {
        ClientCall<EchoRequest, EchoResponse> call =
                client.channel().newCall(EchoServiceGrpc.getEchoMethod(), CallOptions.DEFAULT);
        call.start(answer, new Metadata());
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
    }

    private final class Answer extends ClientCall.Listener<EchoResponse> {

        private final long startNanos;
        private final Runnable next;
        private int messages;

        Answer(long startNanos, Runnable next) {
            this.startNanos = startNanos;
            this.next = next;
        }

        @Override
        public void onMessage(EchoResponse message) {
            messages++;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (client.finished()) {
                return;
            }
            if (!status.isOk() || messages != 1) {
                client.failed();
                return;
            }
            client.answered(System.nanoTime() - startNanos);
            next.run();
        }
    }
}

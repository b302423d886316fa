package dev.yodel.benchmarks.overload;

import com.google.protobuf.Message;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;

/** An expensive call: unary, or a chat of some messages, one after the other. */
final class HeavyCall extends ClientCall.Listener<Message> {

    /** Of one chat. */
    static final int MESSAGES = 5;

    private final ClientCall<Message, Message> call;
    private final Message request;
    private final int messages;
    private final Tally tally;
    private int answers;

    @SuppressWarnings({"unchecked", "rawtypes"}) // Requests and responses of both methods are messages.
    HeavyCall(Channel channel, boolean chat, long deadlineMillis, Tally tally) {
        MethodDescriptor method = chat ? EchoServiceGrpc.getChatMethod() : EchoServiceGrpc.getEchoMethod();
        CallOptions options =
                CallOptions.DEFAULT.withCompression("gzip").withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS);
        call = channel.newCall(method, options);
        request = chat
                ? ChatRequest.newBuilder().setMessage("heavy").build()
                : EchoRequest.newBuilder().setMessage("heavy").build();
        messages = chat ? MESSAGES : 1;
        this.tally = tally;
    }

    void start() {
        tally.started();
        call.start(this, new Metadata());
        call.request(messages + 1);
        send(0);
    }

    @Override
    public void onMessage(Message response) {
        answers++;
        if (answers < messages) {
            send(answers);
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        tally.ended(status, answers);
    }

    private void send(int sent) {
        call.sendMessage(request);
        if (sent == messages - 1) {
            call.halfClose();
        }
    }
}

package dev.yodel.benchmarks.bare;

import dev.yodel.benchmarks.load.EchoMessages;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;

/** A user with one stream that keeps a fixed number of messages in flight: each answer triggers the next message. */
final class ChatUser extends ClientCall.Listener<ChatResponse> {

    private final BareClient client;
    private final ChatRequest request = EchoMessages.chat();
    private final ClientCall<ChatRequest, ChatResponse> call;
    private final long[] sentNanos;
    private int oldest;

    ChatUser(BareClient client, Load load) {
        this.client = client;
        sentNanos = new long[load.options().inFlight()];
        call = client.channel().newCall(EchoServiceGrpc.getChatMethod(), CallOptions.DEFAULT);
    }

    void open() {
        call.start(this, new Metadata());
        call.request(sentNanos.length);
        for (int i = 0; i < sentNanos.length; i++) {
            send(i);
        }
    }

    /** Answers arrive in order, so this one belongs to the oldest message. The next message takes its slot. */
    @Override
    public void onMessage(ChatResponse message) {
        client.answered(System.nanoTime() - sentNanos[oldest]);
        call.request(1);
        send(oldest);
        oldest = (oldest + 1) % sentNanos.length;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (!client.finished()) {
            client.failed();
        }
    }

    private void send(int slot) {
        sentNanos[slot] = System.nanoTime();
        call.sendMessage(request);
    }
}

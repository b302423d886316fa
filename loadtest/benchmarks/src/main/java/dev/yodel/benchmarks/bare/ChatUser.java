package dev.yodel.benchmarks.bare;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.EchoMessages;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;

/** Keeps messages on the way on one stream: sends the next one when an answer comes. */
final class ChatUser extends ClientCall.Listener<ChatResponse> {

    private final BareClient client;
    private final ChatRequest request = EchoMessages.chat();
    private final ClientCall<ChatRequest, ChatResponse> call;
    private final long[] sentNanos;
    private int oldest;

    ChatUser(BareClient client, Load load) {
        this.client = client;
        sentNanos = new long[load.manner().inFlight()];
        call = client.channel().newCall(EchoServiceGrpc.getChatMethod(), CallOptions.DEFAULT);
    }

    void open() {
        call.start(this, new Metadata());
        call.request(sentNanos.length);
        for (int i = 0; i < sentNanos.length; i++) {
            send(i);
        }
    }

    /** Answers come in order, so a message's place in the ring is that of the one just answered. */
    @Override
    public void onMessage(ChatResponse message) {
        client.answered(System.nanoTime() - sentNanos[oldest]);
        call.request(1);
        send(oldest);
        oldest = (oldest + 1) % sentNanos.length;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (!client.over()) {
            client.failed();
        }
    }

    private void send(int place) {
        sentNanos[place] = System.nanoTime();
        call.sendMessage(request);
    }
}

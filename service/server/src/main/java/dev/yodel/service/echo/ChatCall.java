package dev.yodel.service.echo;

import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import org.jspecify.annotations.Nullable;

/** {@code Chat}: sends each request back. */
final class ChatCall implements CallLogic<ChatRequest, ChatResponse> {

    private @Nullable ChatRequest pending;

    @Override
    public void accept(ChatRequest request) {
        pending = request;
    }

    @Override
    public @Nullable ChatResponse next() {
        ChatRequest request = pending;
        if (request == null) {
            return null;
        }
        pending = null;
        return ChatResponse.newBuilder()
                .setMessage(request.getMessage())
                .setPayload(request.getPayload())
                .setSeq(request.getSeq())
                .build();
    }
}

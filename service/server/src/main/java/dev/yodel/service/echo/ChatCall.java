package dev.yodel.service.echo;

import dev.yodel.service.call.AnswerExtras;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import org.jspecify.annotations.Nullable;

/** Many requests, each sent back as it comes. */
final class ChatCall implements CallLogic<ChatRequest, ChatResponse> {

    private @Nullable ChatRequest unanswered;

    @Override
    public Behavior behaviorOf(ChatRequest first) {
        return first.getBehavior();
    }

    @Override
    public void accept(ChatRequest request) {
        unanswered = request;
    }

    @Override
    public @Nullable ChatResponse next(AnswerExtras extras) {
        ChatRequest request = unanswered;
        if (request == null) {
            return null;
        }
        unanswered = null;
        ChatResponse.Builder response = ChatResponse.newBuilder()
                .setMessage(request.getMessage())
                .setPayload(request.getPayload())
                .setSeq(request.getSeq());
        extras.addTo(response::setPadding, response::setInfo);
        return response.build();
    }
}

package dev.yodel.service.echo;

import dev.yodel.service.call.AnswerExtras;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.CollectRequest;
import dev.yodel.v1.CollectResponse;

/** Many requests, counted into one answer; only the last text is kept. */
final class CollectCall implements CallLogic<CollectRequest, CollectResponse> {

    private long count;
    private long bytes;
    private boolean inOrder = true;
    private String lastMessage = "";

    @Override
    public Behavior behaviorOf(CollectRequest first) {
        return first.getBehavior();
    }

    @Override
    public void accept(CollectRequest request) {
        inOrder &= request.getSeq() == count;
        count++;
        bytes += request.getMessageBytes().size() + request.getPayload().size();
        lastMessage = request.getMessage();
    }

    @Override
    public CollectResponse next(AnswerExtras extras) {
        CollectResponse.Builder response = CollectResponse.newBuilder()
                .setCount(count)
                .setBytes(bytes)
                .setInOrder(inOrder)
                .setLastMessage(lastMessage);
        extras.addTo(response::setPadding, response::setInfo);
        return response.build();
    }
}

package dev.yodel.service.echo;

import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.CollectRequest;
import dev.yodel.v1.CollectResponse;

/** {@code Collect}: counts the requests; keeps only the last text. */
final class CollectCall implements CallLogic<CollectRequest, CollectResponse> {

    private long count;
    private long bytes;
    private boolean inOrder = true;
    private String lastMessage = "";

    @Override
    public void accept(CollectRequest request) {
        inOrder &= request.getSeq() == count;
        count++;
        bytes += request.getMessageBytes().size() + request.getPayload().size();
        lastMessage = request.getMessage();
    }

    @Override
    public CollectResponse next() {
        return CollectResponse.newBuilder()
                .setCount(count)
                .setBytes(bytes)
                .setInOrder(inOrder)
                .setLastMessage(lastMessage)
                .build();
    }
}

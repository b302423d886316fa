package dev.yodel.service.interop;

import dev.yodel.interop.StreamingInputCallRequest;
import dev.yodel.interop.StreamingInputCallResponse;
import dev.yodel.service.call.CallLogic;

/** {@code StreamingInputCall}: adds up the sizes of all payloads. */
final class StreamingInputCall implements CallLogic<StreamingInputCallRequest, StreamingInputCallResponse> {

    private int bytes;

    @Override
    public void accept(StreamingInputCallRequest request) {
        bytes += request.getPayload().getBody().size();
    }

    @Override
    public StreamingInputCallResponse next() {
        return StreamingInputCallResponse.newBuilder()
                .setAggregatedPayloadSize(bytes)
                .build();
    }
}

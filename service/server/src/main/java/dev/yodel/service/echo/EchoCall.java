package dev.yodel.service.echo;

import dev.yodel.service.call.AnswerExtras;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;

/** One request, sent back once. */
final class EchoCall implements CallLogic<EchoRequest, EchoResponse> {

    private EchoRequest request = EchoRequest.getDefaultInstance();

    @Override
    public Behavior behaviorOf(EchoRequest first) {
        return first.getBehavior();
    }

    @Override
    public void accept(EchoRequest received) {
        request = received;
    }

    @Override
    public EchoResponse next(AnswerExtras extras) {
        EchoResponse.Builder response =
                EchoResponse.newBuilder().setMessage(request.getMessage()).setPayload(request.getPayload());
        extras.addTo(response::setPadding, response::setInfo);
        return response.build();
    }
}

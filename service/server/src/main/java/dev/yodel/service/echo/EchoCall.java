package dev.yodel.service.echo;

import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;

/** {@code Echo}: sends the request back. */
final class EchoCall implements CallLogic<EchoRequest, EchoResponse> {

    private EchoRequest request = EchoRequest.getDefaultInstance();

    @Override
    public void accept(EchoRequest received) {
        request = received;
    }

    @Override
    public EchoResponse next() {
        return EchoResponse.newBuilder()
                .setMessage(request.getMessage())
                .setPayload(request.getPayload())
                .build();
    }
}

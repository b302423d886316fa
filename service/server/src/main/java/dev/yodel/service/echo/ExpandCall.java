package dev.yodel.service.echo;

import dev.yodel.service.behavior.Violations;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import org.jspecify.annotations.Nullable;

/** {@code Expand}: sends the request back a number of times. */
final class ExpandCall implements CallLogic<ExpandRequest, ExpandResponse> {

    private static final long MAX_COUNT = 1_000_000;

    private ExpandRequest request = ExpandRequest.getDefaultInstance();
    private long intervalNanos;
    private long seq;

    @Override
    public void accept(ExpandRequest received) {
        Violations violations = new Violations();
        violations.checkRange("count", received.getCount(), 0, MAX_COUNT);
        intervalNanos = violations.checkNanos("interval", received.getInterval());
        violations.rejectIfAny();
        request = received;
    }

    @Override
    public @Nullable ExpandResponse next() {
        if (seq == responseCount()) {
            return null;
        }
        return ExpandResponse.newBuilder()
                .setMessage(request.getMessage())
                .setPayload(request.getPayload())
                .setSeq(seq++)
                .build();
    }

    @Override
    public long responseCount() {
        return request.hasCount() ? request.getCount() : 1;
    }

    @Override
    public long responseBytes() {
        return (long) request.getMessageBytes().size() + request.getPayload().size();
    }

    @Override
    public long intervalNanos() {
        return intervalNanos;
    }
}

package dev.yodel.service.interop;

import dev.yodel.interop.ResponseParameters;
import dev.yodel.interop.StreamingOutputCallRequest;
import dev.yodel.interop.StreamingOutputCallResponse;
import dev.yodel.service.behavior.Violations;
import dev.yodel.service.call.CallLogic;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code StreamingOutputCall} and {@code FullDuplexCall}: one response for each that a request asks for. All responses of a
 * request are spaced by its longest interval.
 */
final class StreamingOutputCall implements CallLogic<StreamingOutputCallRequest, StreamingOutputCallResponse> {

    private static final int MAX_RESPONSES = 10_000;
    private static final int MAX_INTERVAL_MICROS = 60_000_000;

    private List<ResponseParameters> responses = List.of();
    private int position;
    private long intervalNanos;

    @Override
    public void accept(StreamingOutputCallRequest request) {
        Violations violations = new Violations();
        violations.checkRange("response_parameters", request.getResponseParametersCount(), 0, MAX_RESPONSES);
        long micros = 0;
        for (ResponseParameters response : request.getResponseParametersList()) {
            InteropService.checkSize("response_parameters.size", response.getSize(), violations);
            violations.checkRange("response_parameters.interval_us", response.getIntervalUs(), 0, MAX_INTERVAL_MICROS);
            micros = Math.max(micros, response.getIntervalUs());
        }
        violations.rejectIfAny();
        responses = request.getResponseParametersList();
        position = 0;
        intervalNanos = TimeUnit.MICROSECONDS.toNanos(micros);
    }

    @Override
    public @Nullable StreamingOutputCallResponse next() {
        if (position == responses.size()) {
            return null;
        }
        return StreamingOutputCallResponse.newBuilder()
                .setPayload(InteropService.payload(responses.get(position++).getSize()))
                .build();
    }

    @Override
    public long intervalNanos() {
        return intervalNanos;
    }
}

package dev.yodel.service.call;

import dev.yodel.service.behavior.RejectedRequestException;
import org.jspecify.annotations.Nullable;

/**
 * What a feature does in one call: it accepts requests and produces responses.
 *
 * <p>There is one instance per call, used by one thread at a time, so implementations need no locks. They see neither flow
 * control nor delays, failures, padding or info: the {@link CallEngine} adds those to every method in the same way.
 *
 * @param <ReqT> the type of the requests
 * @param <RespT> the type of the responses
 */
public interface CallLogic<ReqT, RespT> {

    /**
     * Accepts the next request.
     *
     * @throws RejectedRequestException if the request is out of bounds; ends the call
     */
    void accept(ReqT request);

    /**
     * Returns the next response, or null if there is none before the next request.
     *
     * <p>The engine calls this only when a response may be sent. In bidirectional methods that is after every request and
     * once more at the end, in all others after the caller's last request. A method with a single response is asked
     * once.
     */
    @Nullable
    RespT next();

    /** The number of responses that the request asks for; 0 if it does not choose it. Server streaming only. */
    default long responseCount() {
        return 0;
    }

    /** The field of the request that {@link #responseCount} comes from. */
    default String countField() {
        return "count";
    }

    /** The bytes of one of those responses, without padding. */
    default long responseBytes() {
        return 0;
    }

    /** The time between two responses, in nanoseconds. */
    default long intervalNanos() {
        return 0;
    }
}

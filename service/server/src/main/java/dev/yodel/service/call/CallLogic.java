package dev.yodel.service.call;

import dev.yodel.service.behavior.RejectedRequestException;
import dev.yodel.v1.Behavior;
import org.jspecify.annotations.Nullable;

/**
 * What a feature says in one call: requests are handed in, answers are pulled out.
 *
 * <p>One is made for each call and is only ever used by one thread at a time, so it needs no locks. It never sees flow
 * control, delays or failures: {@link CallHandlerFactory} pulls an answer only when it may be sent.
 *
 * @param <ReqT> the type of the requests
 * @param <RespT> the type of the answers
 */
public interface CallLogic<ReqT, RespT> {

    /** What the caller asks for beyond the answer; asked for the first request only. */
    Behavior behaviorOf(ReqT first);

    /**
     * Takes the next request in.
     *
     * @throws RejectedRequestException if the request is out of its bounds; ends the call
     */
    void accept(ReqT request);

    /**
     * The next answer, or null if there is none before the next request.
     *
     * <p>Bidirectional calls are asked after every request and once more at their end, all others only after the
     * caller's last request. Where the method answers once, this is called once.
     */
    @Nullable
    RespT next(AnswerExtras extras);

    /** The time from one answer to the next, in nanoseconds. */
    default long intervalNanos() {
        return 0;
    }
}

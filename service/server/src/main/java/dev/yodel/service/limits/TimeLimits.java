package dev.yodel.service.limits;

import io.grpc.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a call may keep the server waiting. A limit of zero is none.
 *
 * @param firstMessage from the start of a call to its first complete request
 * @param message from the first bytes of a request to its last
 * @param age from the start of a call to its end
 * @param stalledResponse from one byte of a response that leaves to the next one, while others wait for its memory
 */
public record TimeLimits(Duration firstMessage, Duration message, Duration age, Duration stalledResponse) {

    static final TimeLimits NONE = new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /**
     * The status to end a call with, or null if it is within its limits. All times are in seconds.
     *
     * @param age since the start of the call
     * @param messageAge since the first bytes of an incomplete request; 0 if there is none
     * @param received whether the call has received a complete request
     */
    @Nullable
    Status exceeded(int age, int messageAge, boolean received) {
        if (exceeds(messageAge, message)) {
            return Status.DEADLINE_EXCEEDED.withDescription("request: incomplete after " + messageAge
                    + " s (expected: complete within " + message.toSeconds() + " s, see --message-timeout)");
        }
        if (!received && exceeds(age, firstMessage)) {
            return Status.DEADLINE_EXCEEDED.withDescription(
                    "request: none after " + age + " s (expected: the first within " + firstMessage.toSeconds()
                            + " s, see --first-message-timeout)");
        }
        if (exceeds(age, this.age)) {
            return Status.UNAVAILABLE.withDescription("call: open for " + age + " s (expected: at most "
                    + this.age.toSeconds() + " s, see --max-call-age)");
        }
        return null;
    }

    private static boolean exceeds(int seconds, Duration limit) {
        return !limit.isZero() && seconds > limit.toSeconds();
    }
}

package dev.yodel.service.behavior;

import com.google.rpc.Status;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Delay;
import dev.yodel.v1.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The validated form of a caller's {@link Behavior}, created by {@link #of}, which checks every limit. Delays are in
 * nanoseconds.
 *
 * @param failure the status to fail the call with; null if it should not fail
 */
public record BehaviorPlan(
        long headerNanos,
        long messageNanos,
        long trailerNanos,
        @Nullable Status failure,
        int paddingBytes,
        boolean includeServerInfo,
        boolean includeCallInfo) {

    public static final BehaviorPlan NONE = new BehaviorPlan(0, 0, 0, null, 0, false, false);

    /** The maximum padding of one response. */
    public static final int MAX_PADDING_BYTES = 1 << 20;

    /**
     * A failure is sent in the trailers: its message percent-encoded (up to three bytes for one), and the whole
     * {@code google.rpc.Status} in base64 (four bytes for three). These limits keep it below 8 KiB, grpc-java's default
     * limit for metadata.
     */
    static final int MAX_FAILURE_MESSAGE_BYTES = 1024;

    static final int MAX_FAILURE_BYTES = 3072;

    /**
     * Checks a behavior against its bounds.
     *
     * @throws RejectedRequestException if any value is out of bounds
     */
    public static BehaviorPlan of(Behavior behavior) {
        Violations violations = new Violations();
        BehaviorPlan plan = new BehaviorPlan(
                behavior.hasHeaderDelay() ? nanos("header_delay", behavior.getHeaderDelay(), violations) : 0,
                behavior.hasMessageDelay() ? nanos("message_delay", behavior.getMessageDelay(), violations) : 0,
                behavior.hasTrailerDelay() ? nanos("trailer_delay", behavior.getTrailerDelay(), violations) : 0,
                behavior.hasFailure() ? status(behavior.getFailure(), violations) : null,
                behavior.getPaddingBytes(),
                behavior.getIncludeServerInfo(),
                behavior.getIncludeCallInfo());
        violations.checkRange("behavior.padding_bytes", plan.paddingBytes, 0, MAX_PADDING_BYTES);
        violations.rejectIfAny();
        return plan;
    }

    private static long nanos(String field, Delay delay, Violations violations) {
        if (!delay.hasFixed()) {
            violations.add("behavior." + field, "unknown kind of delay", "fixed");
            return 0;
        }
        return violations.checkNanos("behavior." + field + ".fixed", delay.getFixed());
    }

    private static Status status(Failure failure, Violations violations) {
        Status status = failure.getStatus();
        violations.checkRange("behavior.failure.status.code", status.getCode(), 1, 16);
        int messageBytes = status.getMessageBytes().size();
        if (messageBytes > MAX_FAILURE_MESSAGE_BYTES) {
            violations.add(
                    "behavior.failure.status.message",
                    messageBytes + " bytes",
                    "at most " + MAX_FAILURE_MESSAGE_BYTES + " bytes");
        } else if (status.getSerializedSize() > MAX_FAILURE_BYTES) {
            violations.add(
                    "behavior.failure.status",
                    status.getSerializedSize() + " bytes",
                    "at most " + MAX_FAILURE_BYTES + " bytes");
        }
        return status;
    }
}

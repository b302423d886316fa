package dev.yodel.service.behavior;

import com.google.protobuf.Duration;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Delay;
import java.util.Map;

/** How much of {@link Behavior} callers may ask for. */
public enum BehaviorPolicy {
    /** Nothing. */
    OFF,
    /** Short delays, small padding and failures; no information about server and call. */
    SAFE,
    /** Everything within the bounds of the API. */
    ALL;

    static final int SAFE_PADDING_BYTES = 64 << 10;
    private static final long SAFE_SECONDS = 1;

    /**
     * Returns the plan for a behavior that is not empty.
     *
     * @throws RejectedRequestException if any value is out of bounds or not allowed
     */
    public BehaviorPlan plan(Behavior behavior) {
        Violations violations = new Violations();
        switch (this) {
            case OFF -> violations.add("behavior", "requested", "none, because of --behavior off");
            case SAFE -> checkSafe(behavior, violations);
            case ALL -> {}
        }
        violations.rejectIfAny();
        return BehaviorPlan.of(behavior);
    }

    private static void checkSafe(Behavior behavior, Violations violations) {
        Map<String, Delay> delays = Map.of(
                "header_delay", behavior.getHeaderDelay(),
                "message_delay", behavior.getMessageDelay(),
                "trailer_delay", behavior.getTrailerDelay());
        delays.forEach((field, delay) -> {
            Duration fixed = delay.getFixed();
            if (fixed.getSeconds() > SAFE_SECONDS || (fixed.getSeconds() == SAFE_SECONDS && fixed.getNanos() > 0)) {
                violations.add(
                        "behavior." + field,
                        fixed.getSeconds() + "s",
                        "at most " + SAFE_SECONDS + "s, because of --behavior safe");
            }
        });
        if (behavior.getPaddingBytes() > SAFE_PADDING_BYTES) {
            violations.add(
                    "behavior.padding_bytes",
                    behavior.getPaddingBytes(),
                    "at most " + SAFE_PADDING_BYTES + ", because of --behavior safe");
        }
        forbid("include_server_info", behavior.getIncludeServerInfo(), violations);
        forbid("include_call_info", behavior.getIncludeCallInfo(), violations);
    }

    private static void forbid(String field, boolean requested, Violations violations) {
        if (requested) {
            violations.add("behavior." + field, "true", "false, because of --behavior safe");
        }
    }
}

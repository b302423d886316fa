package dev.yodel.service.behavior;

import dev.yodel.v1.Behavior;
import dev.yodel.v1.Delay;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
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
    private static final long SAFE_NANOS = 1_000_000_000;

    /**
     * Checks a behavior that is not empty.
     *
     * @throws RejectedRequestException if any value is not allowed
     */
    void check(Behavior behavior) {
        Violations violations = new Violations();
        switch (this) {
            case OFF -> violations.add("behavior", "requested", "none, because of --behavior off");
            case SAFE -> checkSafe(behavior, violations);
            case ALL -> {}
        }
        violations.rejectIfAny();
    }

    private static void checkSafe(Behavior behavior, Violations violations) {
        Map<String, Delay> delays = new LinkedHashMap<>();
        delays.put("header_delay", behavior.getHeaderDelay());
        delays.put("message_delay", behavior.getMessageDelay());
        delays.put("trailer_delay", behavior.getTrailerDelay());
        for (int i = 0; i < behavior.getSequence().getStepsCount(); i++) {
            delays.put(
                    "sequence.steps[" + i + "].delay",
                    behavior.getSequence().getSteps(i).getDelay());
        }
        delays.forEach((field, delay) -> {
            long longest = delay.getKindCase() == Delay.KindCase.KIND_NOT_SET
                    ? 0
                    : DelayPlan.of("behavior." + field, delay, violations).longest();
            if (longest > SAFE_NANOS) {
                violations.add("behavior." + field, seconds(longest), "at most 1s, because of --behavior safe");
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
        forbid("include_behavior", behavior.getIncludeBehavior(), violations);
        switch (behavior.getEnding()) {
            case ENDING_NEVER ->
                violations.add("behavior.ending", "ENDING_NEVER", "an end, because of --behavior safe");
            case ENDING_CLOSE, ENDING_GOAWAY ->
                violations.add(
                        "behavior.ending",
                        behavior.getEnding(),
                        "an end that leaves other calls alone, because of --behavior safe");
            default -> {}
        }
        if (behavior.hasCpuTime()) {
            violations.add("behavior.cpu_time", "requested", "none, because of --behavior safe");
        }
    }

    private static void forbid(String field, boolean requested, Violations violations) {
        if (requested) {
            violations.add("behavior." + field, "true", "false, because of --behavior safe");
        }
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + "s";
    }
}

package dev.yodel.loadtest.verdict;

import java.util.List;

/**
 * Whether the figures of a run can be believed.
 *
 * @param status what to make of them
 * @param reasons why they are suspect, each with the value found and the one expected; empty if they are valid
 */
public record Verdict(Status status, List<String> reasons) {

    public enum Status {
        /** Nothing found that speaks against the figures. */
        VALID,
        /** The injector, or the way the run went, may have bent the figures. */
        SUSPECT
    }

    public Verdict {
        reasons = List.copyOf(reasons);
        if ((status == Status.VALID) != reasons.isEmpty()) {
            throw new IllegalArgumentException("reasons: %s (expected: %s for %s)"
                    .formatted(reasons, status == Status.VALID ? "none" : "at least one", status));
        }
    }

    /** Suspect for these reasons; valid without any. */
    public static Verdict of(List<String> reasons) {
        return new Verdict(reasons.isEmpty() ? Status.VALID : Status.SUSPECT, reasons);
    }
}

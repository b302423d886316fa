package dev.yodel.loadtest.verdict;

import java.util.List;

/**
 * Whether the result of a run can be trusted.
 *
 * @param status valid, suspect or invalid
 * @param reasons why the result is suspect, each with the value found and the one expected; empty if it is valid
 */
public record Verdict(Status status, List<String> reasons) {

    public enum Status {
        /** No threshold was exceeded. */
        VALID,
        /** The load generator, or the course of the run, may have distorted the result. */
        SUSPECT,
        /** A part of the result is missing, twice in it, or incomplete. */
        INVALID
    }

    public Verdict {
        reasons = List.copyOf(reasons);
        if ((status == Status.VALID) != reasons.isEmpty()) {
            throw new IllegalArgumentException("reasons: %s (expected: %s for %s)"
                    .formatted(reasons, status == Status.VALID ? "none" : "at least one", status));
        }
    }

    /** Invalid for these reasons, at least one. */
    public static Verdict invalid(List<String> reasons) {
        return new Verdict(Status.INVALID, reasons);
    }

    /** Suspect for these reasons; valid without any. */
    public static Verdict of(List<String> reasons) {
        return new Verdict(reasons.isEmpty() ? Status.VALID : Status.SUSPECT, reasons);
    }
}

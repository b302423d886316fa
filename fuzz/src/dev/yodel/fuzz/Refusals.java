package dev.yodel.fuzz;

/** What a refusal of bad input has to be like. */
final class Refusals {

    private Refusals() {}

    /** A refusal says something, and the line that it says does not come from a bug. */
    static void check(RuntimeException refusal) {
        String message = refusal.getMessage();
        if (message == null || message.isBlank()) {
            throw new AssertionError("refused without a reason", refusal);
        }
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof NullPointerException
                    || cause instanceof ClassCastException
                    || cause instanceof IndexOutOfBoundsException) {
                throw new AssertionError("refused because of a bug", refusal);
            }
        }
    }
}

package dev.yodel.loadtest.engine;

import java.io.Serial;

/** Reports in one line why a run failed or could not begin. */
public final class RunFailedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final boolean badInput;

    private RunFailedException(boolean badInput, String message) {
        super(message);
        this.badInput = badInput;
    }

    /** What was asked for is wrong. */
    public static RunFailedException badInput(String message) {
        return new RunFailedException(true, message);
    }

    /** What was asked for is right, but the run failed. */
    public static RunFailedException failed(String message) {
        return new RunFailedException(false, message);
    }

    public boolean isBadInput() {
        return badInput;
    }
}

package dev.yodel.loadtest.cli;

import java.io.Serial;

/** Says in one line why a command failed, and with which exit code. */
public final class CommandFailedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private CommandFailedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What was asked for is wrong. */
    static CommandFailedException badInput(String message) {
        return new CommandFailedException(ExitCode.BAD_INPUT, message);
    }

    /** What was asked for is right, but it went wrong. */
    static CommandFailedException failed(String message) {
        return new CommandFailedException(ExitCode.FAILED, message);
    }

    public int exitCode() {
        return exitCode;
    }
}

package dev.yodel.loadtest.cli;

/** The exit codes of all commands. One that a signal ends has the JVM's: 130 after Ctrl-C, 143 after SIGTERM. */
public final class ExitCode {

    static final int OK = 0;
    public static final int FAILED = 1;
    public static final int BAD_INPUT = 2;

    private ExitCode() {}
}

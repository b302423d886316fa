package dev.yodel.loadtest.cli;

/** The exit codes of all commands. After a signal the JVM sets the code: 130 after Ctrl-C, 143 after SIGTERM. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    private ExitCode() {}
}

package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;

/** The exit codes of all commands. After a signal the JVM sets the code: 130 after Ctrl-C, 143 after SIGTERM. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    /** An expectation was missed. */
    static final int MISSED = 3;

    /** Everything that was asked for was met, but the result cannot be trusted. */
    static final int SUSPECT = 4;

    private ExitCode() {}

    /** That of a run that ended well. */
    static int of(JudgedResult judged) {
        if (!judged.missed().isEmpty()) {
            return MISSED;
        }
        boolean suspect = judged.verdict().status() == Verdict.Status.SUSPECT;
        return suspect && judged.goals().asked() ? SUSPECT : OK;
    }
}

package dev.yodel.gatling.grpc.outcome;

import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call: success, or where it failed and why.
 *
 * @param failureSource where the failure came from
 * @param error what went wrong; null if nothing did
 * @param kind the same for all failures of one kind; null if nothing went wrong
 */
public record Outcome(
        FailureSource failureSource,
        @Nullable String error,
        @Nullable String kind) {

    public static final Outcome SUCCESS = new Outcome(FailureSource.NONE, null, null);

    /** A failure with a fixed text, which is its own kind. */
    static Outcome failure(FailureSource source, String text) {
        return new Outcome(source, text, text);
    }

    /** A failure with a text that may contain ids, ports or durations. */
    static Outcome variableFailure(FailureSource source, String text) {
        String line = ErrorText.shorten(text);
        return new Outcome(source, line, ErrorText.kindOf(line));
    }

    /** A check failed. */
    public static Outcome failedCheck(String message) {
        return failure(FailureSource.CHECK, ErrorText.shorten(message));
    }

    /** A function of the scenario threw: an exception, an assertion error, or anything else from Kotlin. */
    public static Outcome thrown(Throwable exception) {
        return variableFailure(FailureSource.CHECK, exception.toString());
    }

    /** Something that the call needs could not be made from the session. */
    public static Outcome unresolved(UnresolvedException exception) {
        return variableFailure(FailureSource.CLIENT, String.valueOf(exception.getMessage()));
    }

    /** A message could not be serialized. */
    public static Outcome unwritten(Throwable error) {
        return variableFailure(FailureSource.CLIENT, "message could not be written: " + error);
    }

    /** A time-out of the client passed. */
    public static Outcome timedOut(String what) {
        return failure(FailureSource.DEADLINE, what);
    }

    /** The end of the run cut the call off. */
    public static Outcome cutOff() {
        return failure(FailureSource.CANCELLED, "cut off by the end of the run");
    }

    /**
     * The outcome of a call that ended with the status and was checked. Without a check on the status only OK succeeds.
     * If such a check fails on a status that no server sent, the outcome is the cause of that status and not a failed
     * check.
     */
    public static Outcome of(Status status, CallProgress progress, CheckList.Checked checked) {
        if (!status.isOk() && (!checked.coversStatus() || checked.statusIsWrong())) {
            Outcome unchecked = of(status, progress);
            if (!checked.coversStatus() || unchecked.failureSource() != FailureSource.STATUS) {
                return unchecked;
            }
        }
        return ofCheck(checked);
    }

    /** The outcome of a call that ended with the status; only OK succeeds. */
    public static Outcome of(Status status, CallProgress progress) {
        return StatusClassifier.classify(status, progress);
    }

    /** The outcome of a call that only its checks can fail. */
    public static Outcome ofCheck(CheckList.Checked checked) {
        return checked.error() == null ? SUCCESS : failedCheck(checked.error());
    }
}

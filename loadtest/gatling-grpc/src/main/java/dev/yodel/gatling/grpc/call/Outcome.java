package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.Origin;
import dev.yodel.gatling.grpc.check.CheckList;
import io.grpc.Status;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a call is judged.
 *
 * @param origin where the outcome came from
 * @param error what went wrong, the same text for each failure of one kind; null if nothing did
 */
record Outcome(Origin origin, @Nullable String error) {

    static final Outcome OK = new Outcome(Origin.OK, null);

    private static final int MAX_TEXT = 200;
    /** Numbers, but for those that tell one kind of error from another. */
    private static final Pattern VALUES = Pattern.compile("(?<!\\d|HTTP/|HTTP status code )\\d+(?:[.:]\\d+)*");

    /** The outcome of a call that a check found wrong. */
    static Outcome failedCheck(String message) {
        return new Outcome(Origin.CHECK, shorten(message));
    }

    /** The outcome of a call about which a function of the scenario threw that: assertions throw errors, Kotlin anything. */
    static Outcome thrown(Throwable exception) {
        return new Outcome(Origin.CHECK, normalised(exception.toString()));
    }

    /** The outcome of a call that something could not be made for. */
    static Outcome refused(UnresolvedException exception) {
        return new Outcome(Origin.CLIENT, exception.getMessage());
    }

    /** The outcome of a call of which a message could not be written. */
    static Outcome unwritten(Throwable error) {
        return new Outcome(Origin.CLIENT, normalised("message could not be written: " + error));
    }

    /** The outcome of a call that ran into a time-out of the client's. */
    static Outcome timedOut(String what) {
        return new Outcome(Origin.DEADLINE, what);
    }

    /** The outcome of a call that the end of the run cut off. */
    static Outcome cutOff() {
        return new Outcome(Origin.CANCELLED, "cut off by the end of the run");
    }

    /**
     * The outcome of a call that ended with the status and was checked. Where no check is on the status, only OK is right;
     * where one is and fails, a status that no server sent is told with what made it, and not as an answer that is wrong.
     */
    static Outcome of(Status status, Progress progress, CheckList.Checked checked) {
        if (!status.isOk() && (!checked.coversStatus() || checked.statusIsWrong())) {
            Outcome unchecked = of(status, progress);
            if (!checked.coversStatus() || unchecked.origin() != Origin.STATUS) {
                return unchecked;
            }
        }
        return checked.error() == null ? OK : failedCheck(checked.error());
    }

    /** The outcome of a call that ended with the status, where only OK is right. */
    static Outcome of(Status status, Progress progress) {
        if (status.isOk()) {
            return OK;
        }
        if (OneAnswer.isBroken(status)) {
            return new Outcome(Origin.RESET, text(status));
        }
        return switch (progress) {
            // a status that came over the wire has no cause
            case ANSWERED -> status.getCause() == null ? new Outcome(Origin.STATUS, text(status)) : refusedHere(status);
            case UNSIGNED -> refusedHere(status);
            case UNCONNECTED, QUEUED, SENT -> unanswered(status, progress);
        };
    }

    private static Outcome unanswered(Status status, Progress progress) {
        boolean connected = progress != Progress.UNCONNECTED;
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED ->
                new Outcome(Origin.DEADLINE, "DEADLINE_EXCEEDED at the client" + waiting(progress));
            case UNAVAILABLE -> unavailable(status, progress);
            // what HTTP/2 makes of a server that speaks something else
            case INTERNAL, UNKNOWN ->
                !connected && status.getCause() != null ? notConnected(status, progress) : broken(status, connected);
            default -> broken(status, connected);
        };
    }

    private static String waiting(Progress progress) {
        return switch (progress) {
            case UNCONNECTED -> ", waiting for a connection";
            case QUEUED -> ", waiting for a stream on its connection";
            case UNSIGNED, SENT, ANSWERED -> "";
        };
    }

    private static Outcome broken(Status status, boolean connected) {
        return !connected || ClientRefusal.is(status)
                ? refusedHere(status)
                : new Outcome(Origin.RESET, textWithCause(status));
    }

    private static Outcome refusedHere(Status status) {
        return new Outcome(Origin.CLIENT, textWithCause(status));
    }

    private static Outcome unavailable(Status status, Progress progress) {
        boolean givenBack = progress != Progress.UNCONNECTED && isGivenBack(status);
        return givenBack ? new Outcome(Origin.RESET, text(status)) : notConnected(status, progress);
    }

    private static Outcome notConnected(Status status, Progress progress) {
        String error = ConnectionError.of(status, progress != Progress.UNCONNECTED);
        return new Outcome(Origin.CONNECTION, shorten(status.getCode() + ": " + error));
    }

    /** Whether the server, or a proxy before it, said in HTTP that it would not take the call. */
    static boolean isGivenBack(Status status) {
        String description = String.valueOf(status.getDescription());
        return description.contains("GOAWAY")
                || description.contains("RST_STREAM")
                || description.startsWith("HTTP status code");
    }

    private static String text(Status status) {
        String description = status.getDescription();
        return description == null
                ? status.getCode().name()
                : normalised(status.getCode().name() + ": " + description);
    }

    private static String textWithCause(Status status) {
        Throwable root = ConnectionError.rootOf(status.getCause());
        if (root == null) {
            return text(status);
        }
        String said = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return normalised(text(status) + " (" + said + ")");
    }

    /** Numbers become #, so that ids, ports and durations do not make a kind of error each. */
    static String normalised(String text) {
        return shorten(VALUES.matcher(text).replaceAll("#"));
    }

    private static String shorten(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT - 1) + "…";
    }
}

package dev.yodel.gatling.grpc.outcome;

import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.grpc.Status;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a call is judged.
 *
 * @param failureSource where the outcome came from
 * @param error what went wrong; null if nothing did
 * @param kind the same for each failure of one kind; null if nothing went wrong
 */
public record Outcome(
        FailureSource failureSource,
        @Nullable String error,
        @Nullable String kind) {

    public static final Outcome OK = new Outcome(FailureSource.NONE, null, null);

    private static final int MAX_TEXT = 200;
    /** UUIDs, and numbers but for those that tell one kind of error from another. */
    private static final Pattern VALUES = Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}"
            + "|(?<!\\d|HTTP/|HTTP status code )\\d+(?:[.:]\\d+)*");

    /** An outcome with a text that is of a kind by itself, or the first of its kind already. */
    public Outcome(FailureSource failureSource, String text) {
        this(failureSource, text, text);
    }

    /** An outcome with a text in which ids, ports or durations may stand. */
    private static Outcome valued(FailureSource failureSource, String text) {
        String line = shorten(text);
        return new Outcome(failureSource, line, kindOf(line));
    }

    /** The outcome of a call that a check found wrong. */
    public static Outcome failedCheck(String message) {
        return new Outcome(FailureSource.CHECK, shorten(message));
    }

    /** The outcome of a call about which a function of the scenario threw that: assertions throw errors, Kotlin anything. */
    public static Outcome thrown(Throwable exception) {
        return valued(FailureSource.CHECK, exception.toString());
    }

    /** The outcome of a call that something could not be made for. */
    public static Outcome refused(UnresolvedException exception) {
        return valued(FailureSource.CLIENT, String.valueOf(exception.getMessage()));
    }

    /** The outcome of a call of which a message could not be written. */
    public static Outcome unwritten(Throwable error) {
        return valued(FailureSource.CLIENT, "message could not be written: " + error);
    }

    /** The outcome of a call that ran into a time-out of the client's. */
    public static Outcome timedOut(String what) {
        return new Outcome(FailureSource.DEADLINE, what);
    }

    /** The outcome of a call that the end of the run cut off. */
    public static Outcome cutOff() {
        return new Outcome(FailureSource.CANCELLED, "cut off by the end of the run");
    }

    /**
     * The outcome of a call that ended with the status and was checked. Where no check is on the status, only OK is right;
     * where one is and fails, a status that no server sent is told with what made it, and not as an answer that is wrong.
     */
    public static Outcome of(Status status, CallProgress progress, CheckList.Checked checked) {
        if (!status.isOk() && (!checked.coversStatus() || checked.statusIsWrong())) {
            Outcome unchecked = of(status, progress);
            if (!checked.coversStatus() || unchecked.failureSource() != FailureSource.STATUS) {
                return unchecked;
            }
        }
        return checked.error() == null ? OK : failedCheck(checked.error());
    }

    /** The outcome of a call that ended with the status, where only OK is right. */
    public static Outcome of(Status status, CallProgress progress) {
        if (status.isOk()) {
            return OK;
        }
        if (SingleResponse.isBroken(status)) {
            return valued(FailureSource.RESET, text(status));
        }
        return switch (progress) {
            // a status that came over the wire has no cause
            case ANSWERED ->
                status.getCause() == null ? valued(FailureSource.STATUS, text(status)) : refusedHere(status);
            case UNSIGNED -> refusedHere(status);
            case UNCONNECTED, QUEUED, SENT -> unanswered(status, progress);
        };
    }

    private static Outcome unanswered(Status status, CallProgress progress) {
        boolean connected = progress != CallProgress.UNCONNECTED;
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED ->
                new Outcome(FailureSource.DEADLINE, "DEADLINE_EXCEEDED at the client" + waiting(progress));
            case UNAVAILABLE -> unavailable(status, progress);
            // what HTTP/2 makes of a server that speaks something else
            case INTERNAL, UNKNOWN ->
                !connected && status.getCause() != null ? notConnected(status, progress) : broken(status, connected);
            default -> broken(status, connected);
        };
    }

    private static String waiting(CallProgress progress) {
        return switch (progress) {
            case UNCONNECTED -> ", waiting for a connection";
            case QUEUED -> ", waiting for a stream on its connection";
            case UNSIGNED, SENT, ANSWERED -> "";
        };
    }

    private static Outcome broken(Status status, boolean connected) {
        return !connected || ClientRefusal.is(status)
                ? refusedHere(status)
                : valued(FailureSource.RESET, textWithCause(status));
    }

    private static Outcome refusedHere(Status status) {
        return valued(FailureSource.CLIENT, textWithCause(status));
    }

    private static Outcome unavailable(Status status, CallProgress progress) {
        boolean givenBack = progress != CallProgress.UNCONNECTED && isGivenBack(status);
        return givenBack ? valued(FailureSource.RESET, text(status)) : notConnected(status, progress);
    }

    private static Outcome notConnected(Status status, CallProgress progress) {
        String error = ConnectionError.of(status, progress != CallProgress.UNCONNECTED);
        return valued(FailureSource.CONNECTION, status.getCode() + ": " + error);
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
        String code = status.getCode().name();
        return description == null || description.isEmpty() ? code : code + ": " + description;
    }

    private static String textWithCause(Status status) {
        Throwable root = ConnectionError.rootOf(status.getCause());
        if (root == null) {
            return text(status);
        }
        String said = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return text(status) + " (" + said + ")";
    }

    /** The text for it in a run: that of the first of its kind. */
    @Nullable
    public String told(String request, ErrorKinds errorKinds) {
        return error == null || kind == null ? null : errorKinds.firstOfKind(request, kind, error);
    }

    /** The kind of a text: what is left without its values, so that ids, ports and durations don't make a kind each. */
    public static String kindOf(String text) {
        return VALUES.matcher(text).replaceAll("#");
    }

    private static String shorten(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT - 1) + "…";
    }
}

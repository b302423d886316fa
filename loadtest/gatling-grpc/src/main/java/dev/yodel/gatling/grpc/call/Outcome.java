package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.Origin;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import io.grpc.Status;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a call is judged.
 *
 * @param origin where the outcome came from
 * @param error what went wrong; null if nothing did
 * @param kind the same for each failure of one kind; null if nothing went wrong
 */
record Outcome(
        Origin origin, @Nullable String error, @Nullable String kind) {

    static final Outcome OK = new Outcome(Origin.OK, null, null);

    private static final int MAX_TEXT = 200;
    /** UUIDs, and numbers but for those that tell one kind of error from another. */
    private static final Pattern VALUES = Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}"
            + "|(?<!\\d|HTTP/|HTTP status code )\\d+(?:[.:]\\d+)*");

    /** An outcome with a text that is of a kind by itself, or the first of its kind already. */
    Outcome(Origin origin, String text) {
        this(origin, text, text);
    }

    /** An outcome with a text in which ids, ports or durations may stand. */
    private static Outcome valued(Origin origin, String text) {
        String line = shorten(text);
        return new Outcome(origin, line, kindOf(line));
    }

    /** The outcome of a call that a check found wrong. */
    static Outcome failedCheck(String message) {
        return new Outcome(Origin.CHECK, shorten(message));
    }

    /** The outcome of a call about which a function of the scenario threw that: assertions throw errors, Kotlin anything. */
    static Outcome thrown(Throwable exception) {
        return valued(Origin.CHECK, exception.toString());
    }

    /** The outcome of a call that something could not be made for. */
    static Outcome refused(UnresolvedException exception) {
        return valued(Origin.CLIENT, String.valueOf(exception.getMessage()));
    }

    /** The outcome of a call of which a message could not be written. */
    static Outcome unwritten(Throwable error) {
        return valued(Origin.CLIENT, "message could not be written: " + error);
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
            return valued(Origin.RESET, text(status));
        }
        return switch (progress) {
            // a status that came over the wire has no cause
            case ANSWERED -> status.getCause() == null ? valued(Origin.STATUS, text(status)) : refusedHere(status);
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
                : valued(Origin.RESET, textWithCause(status));
    }

    private static Outcome refusedHere(Status status) {
        return valued(Origin.CLIENT, textWithCause(status));
    }

    private static Outcome unavailable(Status status, Progress progress) {
        boolean givenBack = progress != Progress.UNCONNECTED && isGivenBack(status);
        return givenBack ? valued(Origin.RESET, text(status)) : notConnected(status, progress);
    }

    private static Outcome notConnected(Status status, Progress progress) {
        String error = ConnectionError.of(status, progress != Progress.UNCONNECTED);
        return valued(Origin.CONNECTION, status.getCode() + ": " + error);
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
    String told(String request, GrpcComponents components) {
        return error == null || kind == null ? null : components.firstOfKind(request, kind, error);
    }

    /** The kind of a text: what is left without its values, so that ids, ports and durations don't make a kind each. */
    static String kindOf(String text) {
        return VALUES.matcher(text).replaceAll("#");
    }

    private static String shorten(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT - 1) + "…";
    }
}

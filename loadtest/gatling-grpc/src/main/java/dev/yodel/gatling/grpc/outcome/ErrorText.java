package dev.yodel.gatling.grpc.outcome;

import io.grpc.Status;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts of errors: one line of limited length, and the kind that remains without its values. */
final class ErrorText {

    private static final int MAX_LENGTH = 200;

    /** UUIDs and numbers, except for numbers that distinguish kinds of errors. */
    private static final Pattern VALUES = Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}"
            + "|(?<!\\d|HTTP/|HTTP status code )\\d+(?:[.:]\\d+)*");

    private ErrorText() {}

    /** The text without its values, so that ids, ports and durations do not create a kind each. */
    static String kindOf(String text) {
        return VALUES.matcher(text).replaceAll("#");
    }

    static String shorten(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH - 1) + "…";
    }

    /** The code and description of a status. */
    static String of(Status status) {
        String description = status.getDescription();
        String code = status.getCode().name();
        return description == null || description.isEmpty() ? code : code + ": " + description;
    }

    /** The code and description of a status, and its root cause. */
    static String withCause(Status status) {
        Throwable root = rootOf(status.getCause());
        if (root == null) {
            return of(status);
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return of(status) + " (" + message + ")";
    }

    static @Nullable Throwable rootOf(@Nullable Throwable cause) {
        Throwable at = cause;
        while (at != null && at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        return at;
    }
}

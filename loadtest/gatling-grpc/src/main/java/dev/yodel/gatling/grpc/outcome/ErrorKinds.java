package dev.yodel.gatling.grpc.outcome;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The error texts of one run, one per request and kind of error: the first text of a kind represents all others. Texts
 * that differ only in ids, ports or durations are of one kind. Thread-safe; keeps at most 1,000 kinds.
 */
public final class ErrorKinds {

    private static final int MAX_KINDS = 1_000;

    private final Map<String, String> firstTexts = new ConcurrentHashMap<>();

    /** The text that represents the outcome; null for a success. */
    public @Nullable String representative(String request, Outcome outcome) {
        return outcome.error() == null || outcome.kind() == null
                ? null
                : first(request, outcome.kind(), outcome.error());
    }

    /** The text that represents an error. */
    public String representative(String request, String error) {
        return first(request, ErrorText.kindOf(error), error);
    }

    /** The first text of that kind; the kind itself once there are too many kinds. */
    private String first(String request, String kind, String text) {
        String key = request + '\n' + kind;
        String known = firstTexts.get(key);
        if (known != null) {
            return known;
        }
        return firstTexts.size() < MAX_KINDS ? firstTexts.computeIfAbsent(key, first -> text) : kind;
    }
}

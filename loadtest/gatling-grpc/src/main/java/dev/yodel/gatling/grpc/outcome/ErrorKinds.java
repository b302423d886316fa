package dev.yodel.gatling.grpc.outcome;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The error texts of one run, one per request and kind of error: the first text of a kind represents all others. Texts
 * that differ only in ids, ports or durations are of one kind. Thread-safe; keeps at most {@value #MAX_KINDS} kinds.
 */
public final class ErrorKinds {

    private static final int MAX_KINDS = 1_000;

    private final Map<String, String> firstTexts = new ConcurrentHashMap<>();

    /** The first text of that kind for the request; the kind itself once there are too many kinds. */
    public String firstOfKind(String request, String kind, String text) {
        String key = request + '\n' + kind;
        String known = firstTexts.get(key);
        if (known != null) {
            return known;
        }
        return firstTexts.size() < MAX_KINDS ? firstTexts.computeIfAbsent(key, first -> text) : kind;
    }
}

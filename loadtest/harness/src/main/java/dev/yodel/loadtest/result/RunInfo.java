package dev.yodel.loadtest.result;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a run is called.
 *
 * @param yodel the version of the load test that measures it
 * @param runId unique
 * @param name given by whoever starts it; null without one
 * @param labels likewise, such as {@code commit}; printed in every form of the result
 */
public record RunInfo(String yodel, String runId, @Nullable String name, SortedMap<String, String> labels) {

    private static final int MOST_LABELS = 30;
    private static final int LONGEST = 200;
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");

    public RunInfo {
        if (name != null) {
            checkText("name", name);
        }
        if (labels.size() > MOST_LABELS) {
            throw new IllegalArgumentException(
                    "label: %d (expected: at most %d)".formatted(labels.size(), MOST_LABELS));
        }
        labels.forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                throw new IllegalArgumentException(
                        "label: %s (expected: key=value, the key of letters, digits, _ . and -)".formatted(key));
            }
            checkText("label: " + key, value);
        });
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** A run of this version. */
    public static RunInfo of(String runId, @Nullable String name, Map<String, String> labels) {
        return new RunInfo(Version.current(), runId, name, new TreeMap<>(labels));
    }

    /** Its name, else its id. */
    public String title() {
        return name == null ? runId : name;
    }

    private static void checkText(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "%s: '%s' (expected: one line of 1 to %d characters)".formatted(what, text, LONGEST));
        }
    }
}

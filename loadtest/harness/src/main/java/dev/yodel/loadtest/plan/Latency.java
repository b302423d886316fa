package dev.yodel.loadtest.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The latencies that are measured of a request. RATIONALE.md and docs/numbers.md define each of them. */
public enum Latency {
    RESPONSE_TIME("responseTime"),
    SERVICE_TIME("serviceTime"),
    ROUND_TRIP("roundTrip"),
    FIRST_MESSAGE("firstMessage"),
    GAP("gap"),
    START_LAG("startLag"),
    SERVER_TIME("serverTime");

    private final String field;

    Latency(String field) {
        this.field = field;
    }

    /** Its name in result.json and in the histogram log. */
    public String field() {
        return field;
    }

    /** Its name in a sentence, such as {@code response time}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * Reads a name in either form.
     *
     * @throws IllegalArgumentException if there is no such latency
     */
    public static Latency parse(String text) {
        return Arrays.stream(values())
                .filter(latency -> latency.field.equalsIgnoreCase(text.replaceAll("[\\s_-]", "")))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("%s (expected: one of %s)"
                        .formatted(
                                text,
                                Arrays.stream(values()).map(Latency::words).collect(Collectors.joining(", ")))));
    }
}

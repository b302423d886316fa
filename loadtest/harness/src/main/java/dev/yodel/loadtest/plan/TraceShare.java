package dev.yodel.loadtest.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many calls are traced.
 *
 * @param share the share of all calls, above 0, at most 1
 */
public record TraceShare(double share) {

    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?)\\s?%");

    public TraceShare {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("trace: %s (expected: above 0, at most 1)".formatted(share));
        }
    }

    /**
     * Reads a percentage, such as {@code 1%}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static TraceShare parse(String text) {
        Matcher matcher = PERCENT.matcher(text.strip());
        double percent = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("%s (expected: 0.0001%% to 100%%)".formatted(text));
        }
        return new TraceShare(percent / 100);
    }
}

package dev.yodel.loadtest.plan;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as text: {@code 1000}, {@code 64KiB}, {@code 16MiB}, {@code 1GiB}. */
public final class Sizes {

    private static final Pattern FORM = Pattern.compile("(\\d{1,10})(B|KiB|MiB|GiB)?");
    private static final Map<String, Long> UNITS = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Sizes() {}

    /**
     * Reads a size, 1 to 2,147,483,647 bytes.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static int parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            long bytes =
                    Long.parseLong(form.group(1)) * UNITS.getOrDefault(form.group(2) == null ? "B" : form.group(2), 1L);
            if (bytes >= 1 && bytes <= Integer.MAX_VALUE) {
                return (int) bytes;
            }
        }
        throw new IllegalArgumentException(
                "%s (expected: a size such as 65536, 64KiB or 16MiB, below 2GiB)".formatted(text));
    }
}

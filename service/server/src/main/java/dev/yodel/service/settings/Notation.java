package dev.yodel.service.settings;

import com.google.common.collect.ImmutableMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the value of a setting is written: a number with a unit, or without one. */
enum Notation {
    NUMBER(ImmutableMap.of("", 1L)),
    BYTES(ImmutableMap.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30)),
    MILLISECONDS(ImmutableMap.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L));

    private static final Pattern AMOUNT = Pattern.compile("(-?\\d{1,9})([A-Za-z]*)");

    private final ImmutableMap<String, Long> units;

    Notation(ImmutableMap<String, Long> units) {
        this.units = units;
    }

    /** The notation that a bound is written in. */
    static Notation of(String bound) {
        return Stream.of(values())
                .filter(notation -> notation.parse(bound) != null)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(bound + " (expected: a number with a known unit)"));
    }

    /** The value in the smallest unit, which is the name of the notation; null if the text is malformed. */
    @Nullable
    Long parse(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        Long unit = units.get(matcher.group(2));
        return unit == null ? null : Long.valueOf(Long.parseLong(matcher.group(1)) * unit);
    }
}

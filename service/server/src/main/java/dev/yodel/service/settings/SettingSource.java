package dev.yodel.service.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where settings get their values from. Each setting is read in one line, which says its name, its default, its bounds
 * and its meaning; what was read can be listed, so that the same line makes the help.
 */
final class SettingSource {

    /** A value as it was given, and where: a flag, a variable or a file. */
    record Given(String text, String origin) {}

    /** What one line of {@link ServiceSettings} says. */
    record Description(String name, String fallback, String expected, String meaning) {}

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB)");

    private final Function<String, @Nullable Given> lookup;
    private final List<Description> descriptions = new ArrayList<>();

    /** Looks values up by the name of their setting; null is the default. */
    SettingSource(Function<String, @Nullable Given> lookup) {
        this.lookup = lookup;
    }

    List<Description> descriptions() {
        return List.copyOf(descriptions);
    }

    String text(String name, String fallback, String meaning) {
        return read(name, fallback, "text", meaning, text -> text);
    }

    /** A list without blanks, separated by commas; empty text is the empty list. */
    List<String> list(String name, String fallback, String meaning) {
        return read(
                name,
                fallback,
                "a list, separated by commas",
                meaning,
                text -> Pattern.compile(",")
                        .splitAsStream(text)
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList());
    }

    int number(String name, int fallback, int min, int max, String meaning) {
        String expected = min + " to " + max;
        return read(name, Integer.toString(fallback), expected, meaning, text -> {
            if (!text.matches("-?\\d{1,9}")) {
                return null;
            }
            int value = Integer.parseInt(text);
            return value < min || value > max ? null : value;
        });
    }

    /** A duration such as 500ms, 10s, 5m or 1h. */
    Duration time(String name, String fallback, String min, String max, String meaning) {
        Duration least = bound(parseTime(min));
        Duration most = bound(parseTime(max));
        return read(name, fallback, min + " to " + max, meaning, text -> {
            Duration value = parseTime(text);
            return value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0 ? null : value;
        });
    }

    /** A size in bytes such as 512B, 8KiB or 4MiB. */
    int size(String name, String fallback, String min, String max, String meaning) {
        long least = bound(parseSize(min));
        long most = bound(parseSize(max));
        return read(name, fallback, min + " to " + max, meaning, text -> {
                    Long value = parseSize(text);
                    return value == null || value < least || value > most ? null : value;
                })
                .intValue();
    }

    private <T> T read(
            String name, String fallback, String expected, String meaning, Function<String, @Nullable T> parse) {
        descriptions.add(new Description(name, fallback, expected, meaning));
        Given given = lookup.apply(name);
        if (given == null) {
            return bound(parse.apply(fallback));
        }
        T value = parse.apply(given.text().strip());
        if (value == null) {
            throw new BadSettingException(given.origin() + ": " + given.text() + " (expected: " + expected + ")");
        }
        return value;
    }

    private static @Nullable Duration parseTime(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static @Nullable Long parseSize(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "B" -> amount;
            case "KiB" -> amount << 10;
            default -> amount << 20;
        };
    }

    /** Defaults and bounds are ours, and right. */
    private static <T> T bound(@Nullable T ours) {
        if (ours == null) {
            throw new IllegalStateException("a default or a bound of a setting does not parse");
        }
        return ours;
    }
}

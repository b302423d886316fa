package dev.yodel.service.settings;

import com.google.common.base.Splitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of settings. A subclass initializes a field per setting by one call that states its name, default,
 * bounds and description. The calls are recorded, and the command line is built from them.
 */
abstract class SettingSource {

    /** The text of a value, and its origin: a flag, a variable or a line of a file. */
    record Given(String text, String origin) {}

    /** A setting as its call states it; {@code expected} is empty if any text is allowed. */
    record Declaration(String name, String fallback, String expected, String description) {}

    private final Function<String, @Nullable Given> lookup;
    private final List<Declaration> declarations = new ArrayList<>();
    private Map<String, String> profile = Map.of();
    private final Map<String, String> texts = new LinkedHashMap<>();

    /** Looks up values by the name of the setting; null selects the default. */
    SettingSource(Function<String, @Nullable Given> lookup) {
        this.lookup = lookup;
    }

    final List<Declaration> declarations() {
        return declarations;
    }

    /** The values as they were given, by name, in the order of declaration. */
    final Map<String, String> texts() {
        return texts;
    }

    /** Other defaults, by name, for the settings that follow. */
    final void useDefaults(Map<String, String> defaults) {
        profile = defaults;
    }

    final String text(String name, String fallback, String description) {
        return read(new Declaration(name, fallback, "", description), text -> text);
    }

    /** Comma-separated metadata keys as one pattern; a {@code *} in a key matches any text. */
    final Pattern keys(String name, String fallback, String description) {
        return read(
                new Declaration(name, fallback, "", description),
                text -> Pattern.compile(Splitter.on(',')
                        .trimResults()
                        .omitEmptyStrings()
                        .splitToStream(text)
                        .map(key -> Pattern.quote(key).replace("*", "\\E.*\\Q"))
                        .collect(Collectors.joining("|"))));
    }

    /** A text that is parsed; the parser throws {@link IllegalArgumentException} if it is malformed. */
    final <T> T read(
            String name, String fallback, String expected, String description, Function<String, ? extends T> parser) {
        return read(new Declaration(name, fallback, expected, description), text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                return null;
            }
        });
    }

    /** A number such as 20000, or a size in bytes such as 4MiB; it is written in the notation of its bounds. */
    final int number(String name, String fallback, String range, String description) {
        return (int) bounded(name, fallback, range, description);
    }

    /** A size in bytes that may exceed 2 GiB. */
    final long size(String name, String fallback, String range, String description) {
        return bounded(name, fallback, range, description);
    }

    /** A duration such as 500ms, 10s, 5m or 1h. */
    final Duration time(String name, String fallback, String range, String description) {
        return Duration.ofMillis(bounded(name, fallback, range, description));
    }

    /** One of the values of an enum, written in lower case. */
    final <E extends Enum<E>> E choice(String name, String fallback, Class<E> type, String description) {
        Map<String, E> values = Stream.of(type.getEnumConstants())
                .collect(Collectors.toMap(
                        value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        Function.identity(),
                        (first, second) -> first,
                        LinkedHashMap::new));
        return read(
                new Declaration(
                        name, fallback, values.keySet().stream().collect(Collectors.joining(", ")), description),
                values::get);
    }

    private long bounded(String name, String fallback, String range, String description) {
        List<String> bounds = Splitter.on(" to ").splitToList(range);
        Notation notation = Notation.of(bounds.get(1));
        long min = Objects.requireNonNull(notation.parse(bounds.get(0)));
        long max = Objects.requireNonNull(notation.parse(bounds.get(1)));
        return read(new Declaration(name, fallback, range, description), text -> {
            Long value = notation.parse(text);
            return value == null || value < min || value > max ? null : value;
        });
    }

    private <T> T read(Declaration setting, Function<String, @Nullable T> parse) {
        declarations.add(setting);
        Given given = lookup.apply(setting.name());
        String fallback = profile.getOrDefault(setting.name(), setting.fallback());
        texts.put(setting.name(), given == null ? fallback : given.text().strip());
        if (given == null) {
            return Objects.requireNonNull(parse.apply(fallback), setting.name());
        }
        T value = parse.apply(given.text().strip());
        if (value == null) {
            throw new IllegalArgumentException(
                    given.origin() + ": " + given.text() + " (expected: " + setting.expected() + ")");
        }
        return value;
    }
}

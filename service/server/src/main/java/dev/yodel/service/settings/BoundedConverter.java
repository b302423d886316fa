package dev.yodel.service.settings;

import java.time.Duration;
import java.util.Objects;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the text of a bounded setting to an int or a Duration and checks its bounds. */
final class BoundedConverter implements ITypeConverter<Object> {

    private final Bounds bounds;
    private final Notation notation;
    private final long min;
    private final long max;

    BoundedConverter(Bounds bounds) {
        this.bounds = bounds;
        notation = Notation.of(bounds.max());
        min = Objects.requireNonNull(notation.parse(bounds.min()));
        max = Objects.requireNonNull(notation.parse(bounds.max()));
    }

    @Override
    public Object convert(String text) {
        Long value = notation.parse(text.strip());
        if (value == null || value < min || value > max) {
            throw new TypeConversionException(text + " (expected: " + expected() + ")");
        }
        return notation == Notation.MILLISECONDS ? Duration.ofMillis(value) : (Object) value.intValue();
    }

    /** The range of values, such as {@code 0s to 1h}. */
    String expected() {
        return bounds.min() + " to " + bounds.max();
    }
}

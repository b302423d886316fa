package dev.yodel.benchmarks.load;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Named numbers that fit on one line: {@code answered=17 failed=0}. */
public record KeyValues(Map<String, Double> values) {

    public static KeyValues parse(String line) {
        return new KeyValues(Arrays.stream(line.trim().split(" "))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toUnmodifiableMap(field -> field[0], field -> Double.valueOf(field[1]))));
    }

    /** A copy with one value replaced. */
    public KeyValues with(String name, double value) {
        Map<String, Double> changed = new HashMap<>(values);
        changed.put(name, value);
        return new KeyValues(Map.copyOf(changed));
    }

    public double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("field " + name + ": none (expected: one of " + values.keySet() + ")");
        }
        return value;
    }
}

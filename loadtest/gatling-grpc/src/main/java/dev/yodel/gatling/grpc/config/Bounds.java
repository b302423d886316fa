package dev.yodel.gatling.grpc.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Validates settings against their bounds. Null, which is an unset value, is valid. */
public final class Bounds {

    private Bounds() {}

    /** Refuses zero and less. */
    public static void positive(String setting, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new IllegalArgumentException("%s: %d (expected: > 0)".formatted(setting, value));
        }
    }

    /** Refuses zero and less. */
    public static void positive(String setting, @Nullable Duration value) {
        if (value != null && (value.isNegative() || value.isZero())) {
            throw new IllegalArgumentException("%s: %s (expected: > 0)".formatted(setting, value));
        }
    }

    /** Refuses less than the minimum. */
    public static void atLeast(Duration least, String setting, @Nullable Duration value) {
        if (value != null && value.compareTo(least) < 0) {
            throw new IllegalArgumentException("%s: %s (expected: >= %s)".formatted(setting, value, least));
        }
    }

    /** Refuses empty and blank text. */
    public static void notBlank(String setting, @Nullable String value, String expected) {
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException("%s: \"%s\" (expected: %s)".formatted(setting, value, expected));
        }
    }
}

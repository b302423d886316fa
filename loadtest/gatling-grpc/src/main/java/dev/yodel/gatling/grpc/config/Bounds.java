package dev.yodel.gatling.grpc.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The bounds of settings, and what is said of a value outside them. A setting that is not made is within. */
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

    /** Refuses what is less than the least. */
    public static void atLeast(Duration least, String setting, @Nullable Duration value) {
        if (value != null && value.compareTo(least) < 0) {
            throw new IllegalArgumentException("%s: %s (expected: >= %s)".formatted(setting, value, least));
        }
    }

    /** Refuses what is empty, or blanks only. */
    public static void notBlank(String setting, @Nullable String value, String expected) {
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException("%s: \"%s\" (expected: %s)".formatted(setting, value, expected));
        }
    }
}

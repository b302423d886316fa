package dev.yodel.service.behavior;

import com.google.protobuf.Duration;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Collects every value of a request that is out of bounds, to report all of them at once. */
public final class Violations {

    /** A field, its value and the expected value. */
    record Violation(String field, String value, String expected) {

        String message() {
            return field + ": " + reason();
        }

        String reason() {
            return value + " (expected: " + expected + ")";
        }
    }

    /** The longest delay, and the longest interval between answers. */
    static final long MAX_SECONDS = 60;

    private static final int MAX_VALUE_CHARACTERS = 64;

    private @Nullable List<Violation> found;

    /** Adds a field whose value is not the expected one. */
    public void add(String field, Object value, String expected) {
        if (found == null) {
            found = new ArrayList<>();
        }
        found.add(new Violation(field, clip(value.toString()), expected));
    }

    /** Adds a number that is outside its inclusive bounds. */
    public void checkRange(String field, long value, long min, long max) {
        if (value < min || value > max) {
            add(field, value, String.format("%,d to %,d", min, max));
        }
    }

    /** Adds a number of responses whose sizes together exceed a maximum. */
    public void checkTotal(String field, long count, long bytes, long max) {
        if (bytes > 0 && count > max / bytes) {
            add(
                    field,
                    String.format("%,d × %,d bytes", count, bytes),
                    String.format("at most %,d bytes in all, see --max-response-total", max));
        }
    }

    /** Adds a text that has too many characters, which are Unicode code points. */
    public void checkLength(String field, String text, int max) {
        int characters = text.length() <= max ? 0 : text.codePointCount(0, text.length());
        if (characters > max) {
            add(field, characters + " characters", "at most " + max + " characters");
        }
    }

    /** Returns a duration in nanoseconds; if it is not 0 to 60 s, adds it and returns 0. */
    public long checkNanos(String field, Duration duration) {
        long seconds = duration.getSeconds();
        int nanos = duration.getNanos();
        boolean valid = seconds >= 0 && nanos >= 0 && nanos < 1_000_000_000;
        if (!valid || seconds > MAX_SECONDS || (seconds == MAX_SECONDS && nanos > 0)) {
            BigDecimal exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
            add(field, exact.stripTrailingZeros().toPlainString() + "s", "0s to " + MAX_SECONDS + "s");
            return 0;
        }
        return TimeUnit.SECONDS.toNanos(seconds) + nanos;
    }

    /**
     * Rejects the request if it has violations.
     *
     * @throws RejectedRequestException if there are any
     */
    public void rejectIfAny() {
        if (found != null) {
            throw new RejectedRequestException(found);
        }
    }

    /** Values are sent back in the trailers, whose size is limited by the caller. */
    public static String clip(String value) {
        return value.length() <= MAX_VALUE_CHARACTERS ? value : value.substring(0, MAX_VALUE_CHARACTERS) + "…";
    }
}

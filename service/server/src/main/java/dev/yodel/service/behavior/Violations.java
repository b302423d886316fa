package dev.yodel.service.behavior;

import com.google.protobuf.Duration;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Collects what is out of bounds in one request, so that a caller hears of all of it at once. */
public final class Violations {

    /** One field, what it was and what it should be. */
    record Violation(String field, String value, String expected) {

        String reason() {
            return value + " (expected: " + expected + ")";
        }
    }

    /** The longest delay, and the longest interval between answers. */
    private static final long MAX_SECONDS = 60;

    private static final int LONGEST_VALUE = 64;

    private @Nullable List<Violation> found;

    /** Notes a field whose value is not what was expected. */
    public void add(String field, Object value, String expected) {
        if (found == null) {
            found = new ArrayList<>();
        }
        found.add(new Violation(field, clip(value.toString()), expected));
    }

    /** Notes a number outside its bounds, both of them included. */
    public void checkRange(String field, long value, long min, long max) {
        if (value < min || value > max) {
            add(field, value, String.format("%,d to %,d", min, max));
        }
    }

    /** The length of a duration in nanoseconds; notes it, and gives 0, if it is not 0 to 60 s. */
    public long checkNanos(String field, Duration duration) {
        long seconds = duration.getSeconds();
        int nanos = duration.getNanos();
        boolean sound = seconds >= 0 && nanos >= 0 && nanos < 1_000_000_000;
        if (!sound || seconds > MAX_SECONDS || (seconds == MAX_SECONDS && nanos > 0)) {
            BigDecimal exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
            add(field, exact.stripTrailingZeros().toPlainString() + "s", "0s to " + MAX_SECONDS + "s");
            return 0;
        }
        return TimeUnit.SECONDS.toNanos(seconds) + nanos;
    }

    /** Ends the call if anything was noted. */
    public void rejectIfAny() {
        if (found != null) {
            throw new RejectedRequestException(found);
        }
    }

    /** A value comes back in the trailers, whose size the caller's limits bound. */
    private static String clip(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }
}

package dev.yodel.gatling.grpc.call;

import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * The server's own time, from the {@code server-timing} header that it sends among its trailers: the sum of the
 * {@code dur} parameters, in milliseconds.
 *
 * @see <a href="https://www.w3.org/TR/server-timing/">W3C Server Timing</a>
 */
final class ServerTiming {

    private static final Metadata.Key<String> KEY = Metadata.Key.of("server-timing", Metadata.ASCII_STRING_MARSHALLER);
    private static final String DURATION = "dur=";
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long UNKNOWN = -1;

    private ServerTiming() {}

    /** The time in nanoseconds; -1 if the trailers tell none. */
    static long nanos(@Nullable Metadata trailers) {
        Iterable<String> values = trailers == null ? null : trailers.getAll(KEY);
        return values == null ? UNKNOWN : nanos(String.join(",", values));
    }

    private static long nanos(String value) {
        double millis = 0;
        boolean found = false;
        for (int at = value.indexOf(DURATION); at >= 0; at = value.indexOf(DURATION, at + 1)) {
            int start = at + DURATION.length();
            int end = start;
            while (end < value.length() && (Character.isDigit(value.charAt(end)) || value.charAt(end) == '.')) {
                end++;
            }
            try {
                millis += Double.parseDouble(value.substring(start, end));
                found = true;
            } catch (NumberFormatException e) {
                return UNKNOWN;
            }
        }
        return found ? Math.round(millis * NANOS_PER_MILLI) : UNKNOWN;
    }
}

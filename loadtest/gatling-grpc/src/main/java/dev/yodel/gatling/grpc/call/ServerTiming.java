package dev.yodel.gatling.grpc.call;

import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * The server's own time, from the {@code server-timing} headers that it sends among its trailers: the sum of the
 * {@code dur} parameters, in milliseconds.
 *
 * @see <a href="https://www.w3.org/TR/server-timing/">W3C Server Timing</a>
 */
final class ServerTiming {

    private static final Metadata.Key<String> KEY = Metadata.Key.of("server-timing", Metadata.ASCII_STRING_MARSHALLER);
    private static final String DURATION = "dur=";
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long UNKNOWN = -1;
    private static final int NONE = -1;

    private ServerTiming() {}

    /** The time in nanoseconds; -1 if the trailers tell none. */
    static long nanos(@Nullable Metadata trailers) {
        Iterable<String> values = trailers == null ? null : trailers.getAll(KEY);
        if (values == null) {
            return UNKNOWN;
        }
        double millis = 0;
        boolean found = false;
        for (String value : values) {
            for (int at = duration(value, 0); at >= 0; at = duration(value, at)) {
                int start = value.startsWith("\"", at) ? at + 1 : at;
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
        }
        return found ? Math.round(millis * NANOS_PER_MILLI) : UNKNOWN;
    }

    /** Where the next duration begins, which may be in quotes; -1 if there is none. A description in quotes has none. */
    private static int duration(String value, int from) {
        boolean quoted = false;
        for (int at = from; at < value.length(); at++) {
            char one = value.charAt(at);
            if (quoted && one == '\\') {
                at++;
            } else if (one == '"') {
                quoted = !quoted;
            } else if (one == ';' && !quoted) {
                int name = at + 1;
                while (value.startsWith(" ", name)) {
                    name++;
                }
                if (value.startsWith(DURATION, name)) {
                    return name + DURATION.length();
                }
            }
        }
        return NONE;
    }
}

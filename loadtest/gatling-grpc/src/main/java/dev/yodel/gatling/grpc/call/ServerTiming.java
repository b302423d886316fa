package dev.yodel.gatling.grpc.call;

import io.grpc.Metadata;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server's own time, from the {@code server-timing} trailers: the sum of the {@code dur} parameters, which are in
 * milliseconds.
 *
 * @see <a href="https://www.w3.org/TR/server-timing/">W3C Server Timing</a>
 */
final class ServerTiming {

    private static final Metadata.Key<String> KEY = Metadata.Key.of("server-timing", Metadata.ASCII_STRING_MARSHALLER);

    /** A quoted text, which is skipped; or the value of a duration, quoted or not, as the only group. */
    private static final Pattern QUOTED_OR_DURATION =
            Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|;\\s*(?i:dur)\\s*=\\s*(\"[^\"]*\"|[^\\s,;\"]*)");

    private static final double NANOS_PER_MILLI = 1e6;
    private static final long UNKNOWN = -1;

    private ServerTiming() {}

    /** The time in nanoseconds; -1 if the trailers contain none or an invalid one. */
    static long nanos(@Nullable Metadata trailers) {
        Iterable<String> values = trailers == null ? null : trailers.getAll(KEY);
        if (values == null) {
            return UNKNOWN;
        }
        double sum = 0;
        boolean found = false;
        for (String value : values) {
            Matcher parts = QUOTED_OR_DURATION.matcher(value);
            while (parts.find()) {
                if (parts.group(1) != null) {
                    sum += millis(parts.group(1));
                    found = true;
                }
            }
        }
        return found && !Double.isNaN(sum) ? Math.round(sum * NANOS_PER_MILLI) : UNKNOWN;
    }

    private static double millis(String value) {
        try {
            double millis = Double.parseDouble(value.replace("\"", ""));
            return millis >= 0 && Double.isFinite(millis) ? millis : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}

package dev.yodel.gatling.grpc.protocol;

import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code traceparent}: version, trace, parent and flags, {@code 00-<32 digits>-<16 digits>-<2 digits>}.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public final class TraceParent {

    private static final Metadata.Key<String> KEY = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

    private static final int TRACE_BEGIN = 3;
    private static final int TRACE_END = 35;
    private static final int FLAGS_END = 55;
    private static final int HEXADECIMAL = 16;

    private TraceParent() {}

    /** The trace of a call with these headers, if it is sampled; else null. */
    public static @Nullable String sampledId(Metadata headers) {
        String value = headers.get(KEY);
        if (value == null || value.length() < FLAGS_END) {
            return null;
        }
        boolean sampled = (Character.digit(value.charAt(FLAGS_END - 1), HEXADECIMAL) & 1) == 1;
        return sampled ? value.substring(TRACE_BEGIN, TRACE_END) : null;
    }
}

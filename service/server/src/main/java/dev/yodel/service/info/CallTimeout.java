package dev.yodel.service.info;

import io.grpc.Metadata;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The time that a caller allowed for a call when it started, from the header {@code grpc-timeout}. */
public final class CallTimeout {

    /** Read from the header, because the deadline in the call's context has already been counting down. */
    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);

    private static final String LETTERS = "HMSmun";
    private static final List<ChronoUnit> UNITS = List.of(
            ChronoUnit.HOURS,
            ChronoUnit.MINUTES,
            ChronoUnit.SECONDS,
            ChronoUnit.MILLIS,
            ChronoUnit.MICROS,
            ChronoUnit.NANOS);

    private CallTimeout() {}

    /** Returns the time, or null if the caller set no deadline. Up to 8 digits and a unit, by the gRPC protocol. */
    public static @Nullable Duration of(Metadata headers) {
        String text = headers.get(TIMEOUT);
        if (text == null || !text.matches("[0-9]{1,8}[" + LETTERS + "]")) {
            return null;
        }
        int last = text.length() - 1;
        ChronoUnit unit = UNITS.get(LETTERS.indexOf(text.charAt(last)));
        return Duration.of(Long.parseLong(text.substring(0, last)), unit);
    }
}

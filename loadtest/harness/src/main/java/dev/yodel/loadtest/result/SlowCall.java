package dev.yodel.loadtest.result;

import io.grpc.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One of the slowest calls of a run.
 *
 * @param name its request name
 * @param due when it was due
 * @param responseNanos from then to its end
 * @param serviceNanos from handing it to the channel to its end
 * @param serverNanos the server's own time; -1 if it reported none
 * @param status how it ended
 * @param ok whether it succeeded
 * @param peer the address of the server that had it; null if none had
 * @param traceId its trace, 32 hexadecimal digits; null if it was not sampled
 */
public record SlowCall(
        String name,
        Instant due,
        long responseNanos,
        long serviceNanos,
        long serverNanos,
        Status.Code status,
        boolean ok,
        @Nullable String peer,
        @Nullable String traceId) {}

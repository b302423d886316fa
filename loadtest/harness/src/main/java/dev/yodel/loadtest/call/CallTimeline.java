package dev.yodel.loadtest.call;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.function.LongSupplier;

/**
 * When one call reached each of its stages, in nanoseconds of a clock. If gRPC retries the call, the times of the last
 * attempt remain. Safe to share between threads.
 */
final class CallTimeline extends ClientStreamTracer.Factory {

    private static final long NOT_REACHED = Long.MIN_VALUE;

    private final LongSupplier clock;
    private final long started;
    private volatile long connected = NOT_REACHED;
    private volatile long firstHeaders = NOT_REACHED;
    private volatile long firstMessage = NOT_REACHED;
    private volatile long ended = NOT_REACHED;

    CallTimeline(LongSupplier clock) {
        this.clock = clock;
        started = clock.getAsLong();
    }

    /** The call has its status. Counts only if the transport has not reported the end before, which our own work delays. */
    void end() {
        if (ended == NOT_REACHED) {
            ended = clock.getAsLong();
        }
    }

    /** Where the time of an ended call went, in one line; stages that it did not reach are left out. */
    String line() {
        StringBuilder line = new StringBuilder(format(ended - started));
        long since = started;
        since = append(line, "connect", connected, since);
        since = append(line, "first response", Math.max(firstHeaders, firstMessage), since);
        if (since != started) {
            append(line, "rest", ended, since);
        }
        return since == started ? line.toString() : line.append(')').toString();
    }

    private long append(StringBuilder line, String stage, long reached, long since) {
        if (reached == NOT_REACHED) {
            return since;
        }
        line.append(since == started && line.indexOf("(") < 0 ? " (" : ", ")
                .append(stage)
                .append(' ')
                .append(format(reached - since));
        return reached;
    }

    static String format(long nanos) {
        double micros = nanos / 1e3;
        if (micros < 1_000) {
            return "%.0f µs".formatted(micros);
        }
        return micros < 1e6 ? "%.1f ms".formatted(micros / 1e3) : "%.2f s".formatted(micros / 1e6);
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
        return new ClientStreamTracer() {

            @Override
            public void streamCreated(Attributes transport, Metadata sent) {
                connected = clock.getAsLong();
            }

            @Override
            public void inboundHeaders() {
                firstHeaders = clock.getAsLong();
            }

            @Override
            public void inboundMessage(int number) {
                if (number == 0) {
                    firstMessage = clock.getAsLong();
                }
            }

            @Override
            public void streamClosed(Status status) {
                ended = clock.getAsLong();
            }
        };
    }
}

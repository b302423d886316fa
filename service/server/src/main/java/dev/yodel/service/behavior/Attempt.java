package dev.yodel.service.behavior;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.yodel.v1.SequenceAttempt;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One call of a sequence, from its first request to its end. Times are in nanoseconds of one clock. Thread-safe. */
final class Attempt {

    private final int number;
    private final Timestamp startTime;
    private final LongSupplier nanoClock;
    private final long start;
    private final @Nullable Duration sincePreviousStart;
    private final @Nullable Duration sincePreviousEnd;
    private final @Nullable Duration deadline;

    private boolean ended;
    private long end;
    private int code;
    private int messages;

    Attempt(
            int number,
            Timestamp startTime,
            LongSupplier nanoClock,
            @Nullable Attempt previous,
            @Nullable Duration deadline) {
        this.number = number;
        this.startTime = startTime;
        this.nanoClock = nanoClock;
        this.deadline = deadline;
        start = nanoClock.getAsLong();
        // No reference to the previous attempt: it would keep all of them.
        sincePreviousStart = previous == null ? null : duration(start - previous.start);
        sincePreviousEnd = previous == null ? null : previous.untilFromEnd(start);
    }

    /** Its number, from 1. */
    int number() {
        return number;
    }

    /** The call has ended; only the first end counts. */
    synchronized void end(int statusCode, int messagesSent) {
        if (!ended) {
            ended = true;
            end = nanoClock.getAsLong();
            code = statusCode;
            messages = messagesSent;
        }
    }

    synchronized SequenceAttempt report() {
        SequenceAttempt.Builder report = SequenceAttempt.newBuilder()
                .setAttempt(number)
                .setStartTime(startTime)
                .setMessageCount(messages);
        if (sincePreviousStart != null) {
            report.setSincePreviousStart(sincePreviousStart);
        }
        if (sincePreviousEnd != null) {
            report.setSincePreviousEnd(sincePreviousEnd);
        }
        if (deadline != null) {
            report.setDeadlineRemaining(deadline);
        }
        if (ended) {
            report.setDuration(duration(end - start)).setCode(code);
        }
        return report.build();
    }

    static Duration duration(long nanos) {
        return Duration.newBuilder()
                .setSeconds(nanos / 1_000_000_000)
                .setNanos((int) (nanos % 1_000_000_000))
                .build();
    }

    private synchronized @Nullable Duration untilFromEnd(long later) {
        return ended ? duration(Math.max(0, later - end)) : null;
    }
}

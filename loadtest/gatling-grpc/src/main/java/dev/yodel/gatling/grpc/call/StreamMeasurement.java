package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.outcome.ErrorKinds;
import dev.yodel.gatling.grpc.outcome.Outcome;
import dev.yodel.gatling.grpc.outcome.StreamEnd;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.RoundTrips;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.grpc.MethodDescriptor.MethodType;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The times and counts of one stream, reported to the listener of the run. Used on the user's event loop. */
final class StreamMeasurement<Q, S> {

    private final String name;
    private final MethodType kind;
    private final SampleListener listener;
    private final RoundTrips<Q, S> clock;
    private final Consumer<Outcome> failed;
    private long dueNanos;
    private long startNanos;
    private long lastNanos;
    private long sent;
    private long received;

    /** @param failed receives the failure if a function of the scenario, which measures a message, throws */
    StreamMeasurement(
            String name,
            MethodType kind,
            SampleListener listener,
            @Nullable Supplier<? extends RoundTrips<Q, S>> matching,
            Consumer<Outcome> failed) {
        this.name = name;
        this.kind = kind;
        this.listener = listener;
        this.failed = failed;
        clock = matching == null ? new MessageClock<>(null) : matching.get();
    }

    String name() {
        return name;
    }

    MethodType kind() {
        return kind;
    }

    /** Messages sent so far. */
    long sent() {
        return sent;
    }

    /** Messages received so far. */
    long received() {
        return received;
    }

    /** The stream is opened now; a due time in the future is treated as now. Returns the due time. */
    long opened(@Nullable Long due, long now) {
        startNanos = now;
        lastNanos = now;
        dueNanos = due == null || due - now > 0 ? now : due;
        return dueNanos;
    }

    void sent(Q message, long due, long now) {
        sent++;
        if (kind == MethodType.BIDI_STREAMING) {
            try {
                clock.sent(message, due);
            } catch (Throwable e) {
                failed.accept(Outcome.thrown(e));
            }
        }
        listener.messageSent(name, kind, due, now);
    }

    void received(S message, long now) {
        long gap = now - lastNanos;
        lastNanos = now;
        listener.messageReceived(new MessageSample(name, kind, received, now, gap, roundTrip(message, now)));
        received++;
    }

    private long roundTrip(S message, long now) {
        if (kind != MethodType.BIDI_STREAMING) {
            return RoundTrips.NO_ANSWER;
        }
        try {
            return clock.roundTrip(message, now);
        } catch (Throwable e) {
            failed.accept(Outcome.thrown(e));
            return RoundTrips.NO_ANSWER;
        }
    }

    CallSample sample(StreamEnd end, boolean endedEarly, Outcome outcome, CallTrace trace, ErrorKinds errorKinds) {
        return new CallSample(
                name,
                kind,
                dueNanos,
                startNanos,
                end.nanos(),
                end.code(),
                outcome.failureSource(),
                errorKinds.representative(name, outcome),
                trace.sentBytes(),
                trace.receivedBytes(),
                ServerTiming.nanos(end.trailers()),
                endedEarly,
                trace.peer(),
                trace.traceId());
    }
}

package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.channel.Channels;
import dev.yodel.gatling.grpc.channel.Connection;
import dev.yodel.gatling.grpc.outcome.CallProgress;
import dev.yodel.gatling.grpc.outcome.Shedding;
import dev.yodel.gatling.grpc.protocol.TraceParent;
import io.grpc.Attributes;
import io.grpc.Channel;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The trace of one call in the transport: bytes on the wire of all its attempts, and the progress of the last one.
 * Reports waits to the connection. Read after the call has ended, which happens after all events here.
 */
final class CallTrace extends ClientStreamTracer.Factory {

    private static final String REFUSED = "REFUSED_STREAM";

    private final LongSupplier clock;
    private final Channel channel;
    private final AtomicReference<@Nullable Tracer> last = new AtomicReference<>();
    private CallProgress progress = CallProgress.UNCONNECTED;
    private @Nullable String traceId;

    CallTrace(LongSupplier clock, Channel channel) {
        this.clock = clock;
        this.channel = channel;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
        if (!info.isHedging()) {
            progress = CallProgress.UNCONNECTED;
        }
        traceId = TraceParent.sampledId(headers);
        return Objects.requireNonNull(last.updateAndGet(Tracer::new));
    }

    long sentBytes() {
        long bytes = 0;
        for (Tracer tracer = last.get(); tracer != null; tracer = tracer.before) {
            bytes += tracer.sentBytes;
        }
        return bytes;
    }

    long receivedBytes() {
        long bytes = 0;
        for (Tracer tracer = last.get(); tracer != null; tracer = tracer.before) {
            bytes += tracer.receivedBytes;
        }
        return bytes;
    }

    /** The address of the server that had the last attempt; null if it had no connection. */
    @Nullable
    String peer() {
        Tracer tracer = last.get();
        return tracer == null || tracer.connection == null ? null : tracer.connection.peer();
    }

    /** The trace that it is part of, if it was sent with a {@code traceparent} that is sampled; else null. */
    @Nullable
    String traceId() {
        return traceId;
    }

    CallProgress progress() {
        return progress == CallProgress.UNCONNECTED && Channels.lackCertificate(channel)
                ? CallProgress.UNCERTIFIED
                : progress;
    }

    /** Its credentials failed, which ends the call. */
    void credentialsFailed() {
        progress = CallProgress.CREDENTIALS_FAILED;
    }

    /** Hedged attempts run concurrently: the progress of one is not reset by another. */
    private void reached(CallProgress reached) {
        if (reached.compareTo(progress) > 0) {
            progress = reached;
        }
    }

    /**
     * One attempt. Its events are ordered, though on several threads; bytes are counted on the thread of the transport.
     */
    private final class Tracer extends ClientStreamTracer {

        private final @Nullable Tracer before;
        private long sentBytes;
        private long receivedBytes;

        private @Nullable Connection connection;
        private boolean waiting;
        private long sinceNanos;

        Tracer(@Nullable Tracer before) {
            this.before = before;
        }

        @Override
        public void createPendingStream() {
            waiting = true;
            sinceNanos = clock.getAsLong();
        }

        @Override
        public void streamCreated(Attributes transport, Metadata headers) {
            reached(CallProgress.QUEUED);
            Connection assigned = Connection.of(transport);
            if (assigned == null) {
                return;
            }
            connection = assigned;
            boolean queued = assigned.callAssigned();
            if (waiting || queued) {
                long now = clock.getAsLong();
                if (waiting) {
                    assigned.connectionWaited(now - sinceNanos);
                }
                waiting = queued;
                sinceNanos = now;
            }
        }

        @Override
        public void outboundHeaders() {
            reached(CallProgress.SENT);
            if (connection != null) {
                connection.headersSent();
                leaveQueue(connection);
            }
        }

        @Override
        public void outboundWireSize(long bytes) {
            sentBytes += bytes;
        }

        @Override
        public void inboundWireSize(long bytes) {
            receivedBytes += bytes;
        }

        @Override
        public void inboundTrailers(Metadata trailers) {
            reached(Shedding.isIn(trailers) ? CallProgress.SHED : CallProgress.ANSWERED);
        }

        @Override
        public void streamClosed(Status status) {
            if (connection == null) {
                return;
            }
            connection.callEnded();
            leaveQueue(connection);
            if (!status.isOk() && String.valueOf(status.getDescription()).contains(REFUSED)) {
                connection.streamRefused();
            }
        }

        private void leaveQueue(Connection from) {
            if (waiting) {
                waiting = false;
                from.streamWaited(clock.getAsLong() - sinceNanos);
            }
        }
    }
}

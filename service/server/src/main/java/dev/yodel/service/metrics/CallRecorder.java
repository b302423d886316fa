package dev.yodel.service.metrics;

import dev.yodel.service.accesslog.CallLog;
import dev.yodel.service.accesslog.EndedCall;
import dev.yodel.service.info.CallTimeout;
import dev.yodel.service.tracing.CallSpan;
import dev.yodel.service.tracing.CallSpans;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.prometheus.metrics.model.snapshots.Exemplar;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls by method and status. It is a stream tracer, because grpc notifies a tracer exactly once of the end of each
 * stream, whatever the cause, also of streams that no interceptor sees, and because a tracer wraps neither call nor
 * listener. Thread-safe.
 */
final class CallRecorder extends ServerStreamTracer.Factory {

    /**
     * A call that is cancelled after this share of its time-out has exceeded its deadline: the client's clock started first,
     * and its cancellation often arrives before the server's own timer fires.
     */
    private static final double EXCEEDED = 0.95;

    private final ConcurrentMap<String, MethodStats> methods = new ConcurrentHashMap<>();
    private final MethodStats unknown = MethodStats.unknown();
    private final LongSupplier nanoClock;
    private volatile CallSpans spans = CallSpans.NONE;
    private volatile CallLog log = CallLog.NONE;

    CallRecorder(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Traces calls that start from now on. */
    void trace(CallSpans callSpans) {
        spans = callSpans;
    }

    /** Logs calls that end from now on. */
    void log(CallLog callLog) {
        log = callLog;
    }

    /** The statistics of every method that was called; the last one is of unknown methods. */
    List<MethodStats> methods() {
        List<MethodStats> all = new ArrayList<>(methods.values());
        all.add(unknown);
        return all;
    }

    /** A method, also before its first call. */
    MethodStats method(MethodDescriptor<?, ?> descriptor) {
        MethodStats found = methods.get(descriptor.getFullMethodName());
        return found != null
                ? found
                : methods.computeIfAbsent(
                        descriptor.getFullMethodName(),
                        name -> new MethodStats(
                                Objects.requireNonNullElse(descriptor.getServiceName(), ""),
                                Objects.requireNonNullElse(descriptor.getBareMethodName(), ""),
                                descriptor.getType()));
    }

    long open(MethodType type) {
        return methods.values().stream()
                .filter(stats -> stats.type == type)
                .mapToLong(MethodStats::open)
                .sum();
    }

    long open() {
        return methods.values().stream().mapToLong(MethodStats::open).sum();
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new Tracer(headers, spans.start(fullMethodName, headers));
    }

    /** Follows one stream. */
    private final class Tracer extends ServerStreamTracer {

        private final long start = nanoClock.getAsLong();
        private final Metadata headers;
        private final @Nullable CallSpan span;
        private @Nullable MethodStats stats;
        private @Nullable SocketAddress peer;
        private long received;
        private long sent;
        private boolean closed;

        Tracer(Metadata headers, @Nullable CallSpan span) {
            this.headers = headers;
            this.span = span;
        }

        /** Not called if the method is unknown. May race with the end of the stream. */
        @Override
        public synchronized void serverCallStarted(ServerCallInfo<?, ?> call) {
            if (closed) {
                return;
            }
            MethodDescriptor<?, ?> descriptor = call.getMethodDescriptor();
            MethodStats known = method(descriptor);
            known.started.increment();
            stats = known;
            peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
            if (span != null) {
                span.started(descriptor);
            }
        }

        @Override
        public void inboundMessage(int sequence) {
            received++;
            if (stats != null) {
                stats.received.increment();
            }
        }

        @Override
        public void outboundMessage(int sequence) {
            sent++;
            if (stats != null) {
                stats.sent.increment();
            }
        }

        @Override
        public void inboundWireSize(long bytes) {
            if (stats != null) {
                stats.receivedBytes.add(bytes);
            }
        }

        @Override
        public void outboundWireSize(long bytes) {
            if (stats != null) {
                stats.sentBytes.add(bytes);
            }
        }

        @Override
        public synchronized void streamClosed(Status status) {
            closed = true;
            MethodStats counted = stats;
            if (counted == null) {
                counted = unknown;
                counted.started.increment();
            }
            long nanos = nanoClock.getAsLong() - start;
            Status.Code code = code(status, nanos);
            counted.end(code, nanos);
            if (log != CallLog.NONE) {
                log.ended(new EndedCall(counted.fullName(), code, nanos, received, sent, peer));
            }
            if (span != null) {
                span.ended(status);
                if (status.isOk() && !span.traceId().isEmpty()) {
                    counted.exemplar(nanos, exemplar(span, nanos));
                }
            }
        }

        private Status.Code code(Status status, long nanos) {
            if (status.getCode() == Status.Code.CANCELLED) {
                Duration timeout = CallTimeout.of(headers);
                if (timeout != null && nanos >= timeout.toNanos() * EXCEEDED) {
                    return Status.Code.DEADLINE_EXCEEDED;
                }
            }
            return status.getCode();
        }
    }

    private static Exemplar exemplar(CallSpan span, long nanos) {
        return Exemplar.builder()
                .value(nanos / 1e9)
                .traceId(span.traceId())
                .spanId(span.spanId())
                .timestampMillis(System.currentTimeMillis())
                .build();
    }
}

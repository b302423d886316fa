package dev.yodel.service.metrics;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts open calls by the type of their method. It is a stream tracer because grpc notifies a tracer exactly once of the
 * end of each stream, whatever the cause, and because a tracer does not wrap call and listener. Thread-safe.
 */
final class OpenCalls extends ServerStreamTracer.Factory {

    private final Map<MethodType, LongAdder> open = new EnumMap<>(MethodType.class);

    OpenCalls() {
        for (MethodType type : MethodType.values()) {
            open.put(type, new LongAdder());
        }
    }

    long count(MethodType type) {
        return counter(type).sum();
    }

    long count() {
        return open.values().stream().mapToLong(LongAdder::sum).sum();
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new Tracer();
    }

    private LongAdder counter(MethodType type) {
        return Objects.requireNonNull(open.get(type));
    }

    /** Follows one stream; a stream whose method is unknown is never started. */
    private final class Tracer extends ServerStreamTracer {

        private @Nullable LongAdder counter;
        private boolean closed;

        @Override
        public synchronized void serverCallStarted(ServerCallInfo<?, ?> call) {
            if (!closed) {
                counter = counter(call.getMethodDescriptor().getType());
                counter.increment();
            }
        }

        @Override
        public synchronized void streamClosed(Status status) {
            closed = true;
            if (counter != null) {
                counter.decrement();
                counter = null;
            }
        }
    }
}

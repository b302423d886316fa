package dev.yodel.service.metrics;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts connections of the gRPC port. Thread-safe. */
final class ConnectionCounter extends ServerTransportFilter {

    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder failed = new LongAdder();

    long open() {
        long ends = closed.sum();
        return opened.sum() - ends;
    }

    long opened() {
        return opened.sum();
    }

    /** Connections that ended before they were ready, most of them in the TLS handshake. */
    long failed() {
        return failed.sum();
    }

    @Override
    public Attributes transportReady(Attributes attributes) {
        opened.increment();
        return attributes;
    }

    @Override
    public void transportTerminated(@Nullable Attributes attributes) {
        (attributes == null ? failed : closed).increment();
    }
}

package dev.yodel.benchmarks.overload;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Checks the health of the service again and again, on a connection of its own. */
final class HealthProbe {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long DEADLINE_SECONDS = 5;

    private final Channel channel;
    private final AtomicLong maxNanos = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private long last;

    HealthProbe(Channel channel) {
        this.channel = channel;
    }

    /** Checks it unless it was checked just now. */
    void probe(long now) {
        if (now - last < PAUSE) {
            return;
        }
        last = now;
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
        ClientCall<HealthCheckRequest, HealthCheckResponse> call =
                channel.newCall(HealthGrpc.getCheckMethod(), options);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        maxNanos.accumulateAndGet(System.nanoTime() - now, Math::max);
                        if (!status.isOk()) {
                            failed.incrementAndGet();
                        }
                    }
                },
                new Metadata());
        call.request(2);
        call.sendMessage(HealthCheckRequest.getDefaultInstance());
        call.halfClose();
    }

    double maxMillis() {
        return maxNanos.get() / 1e6;
    }

    long failed() {
        return failed.get();
    }
}

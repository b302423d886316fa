package dev.yodel.loadtest.target;

import dev.yodel.gatling.grpc.config.CertificateRequests;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.Target;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One health check before the load: a target that cannot be reached or speaks another protocol is reported at once, in
 * one line. Any gRPC response will do, whatever its status; the service need not implement the health protocol.
 *
 * <p>The time for the answer starts when the channel begins to resolve and connect. What happens before is our own: on a
 * busy machine a new JVM needs seconds to load the classes of a channel and a call.
 */
public final class Preflight extends ClientCall.Listener<HealthCheckResponse> {

    private static final Metadata.Key<String> CONTENT_TYPE =
            Metadata.Key.of("content-type", Metadata.ASCII_STRING_MARSHALLER);

    private final Target target;
    private final Duration timeout;
    private final CertificateRequests requests;
    private final Function<Duration, Executor> delay;
    private final CompletableFuture<Optional<String>> problem = new CompletableFuture<>();
    private boolean answered;

    private Preflight(
            Target target, Duration timeout, CertificateRequests requests, Function<Duration, Executor> delay) {
        this.target = target;
        this.timeout = timeout;
        this.requests = requests;
        this.delay = delay;
    }

    /**
     * The problem with the target; empty if it is a gRPC server.
     *
     * @param timeout the time for its answer, from the beginning of the connection
     */
    public static Optional<String> problem(Target target, Duration timeout) {
        CertificateRequests requests = new CertificateRequests();
        return problem(
                target,
                timeout,
                target.channels().open(requests),
                requests,
                time -> CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** @param delay executes a task after a time */
    static Optional<String> problem(
            Target target,
            Duration timeout,
            ManagedChannel channel,
            CertificateRequests requests,
            Function<Duration, Executor> delay) {
        try {
            Preflight preflight = new Preflight(target, timeout, requests, delay);
            preflight.call(channel);
            return preflight.problem.join();
        } finally {
            channel.shutdownNow();
        }
    }

    private void call(ManagedChannel channel) {
        channel.notifyWhenStateChanged(ConnectivityState.IDLE, this::startTimer);
        ClientCall<HealthCheckRequest, HealthCheckResponse> call =
                channel.newCall(HealthGrpc.getCheckMethod(), CallOptions.DEFAULT);
        call.start(this, new Metadata());
        call.request(2);
        call.sendMessage(HealthCheckRequest.getDefaultInstance());
        call.halfClose();
    }

    private void startTimer() {
        delay.apply(timeout)
                .execute(() -> problem.complete(Optional.of(
                        ("target %s: no answer within %s (expected: %s, or a longer" + " --connect-timeout)")
                                .formatted(target, Durations.format(timeout), ConnectionAdvice.expected(target)))));
    }

    @Override
    public void onHeaders(Metadata headers) {
        answered = true;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        String contentType = trailers.get(CONTENT_TYPE);
        if (answered || (contentType != null && contentType.startsWith("application/grpc"))) {
            problem.complete(Optional.empty());
            return;
        }
        ConnectionAdvice advice = contentType == null
                ? ConnectionAdvice.of(target, status, requests.any())
                : new ConnectionAdvice("an HTTP/2 server that does not speak gRPC", ConnectionAdvice.expected(target));
        problem.complete(
                Optional.of("target %s: %s (expected: %s)".formatted(target, advice.found(), advice.expected())));
    }
}

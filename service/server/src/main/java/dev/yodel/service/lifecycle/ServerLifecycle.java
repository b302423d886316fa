package dev.yodel.service.lifecycle;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reports whether the server is ready for calls, to gRPC health checks and to HTTP probes, and drains it. Thread-safe.
 *
 * <p>A drain has four phases: the server reports not ready and keeps serving, for load balancers to react; it sends
 * GOAWAY, and clients take new calls elsewhere; open calls may continue for the grace period; the rest is forcibly
 * closed. No call fails if it ends within the grace period and clients have another backend.
 */
public final class ServerLifecycle {

    /** The time for forcibly closed calls to notify their handlers and clients. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final HealthStatusManager health = new HealthStatusManager();
    private final ScheduledExecutorService scheduler;
    private volatile boolean ready;

    public ServerLifecycle(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /** The service {@code grpc.health.v1.Health}. */
    public BindableService healthService() {
        return health.getHealthService();
    }

    /** Health checks report this service as serving from now on. */
    public void addService(String name) {
        health.setStatus(name, ServingStatus.SERVING);
    }

    public void becomeReady() {
        ready = true;
    }

    public boolean isReady() {
        return ready;
    }

    public void stop() {
        ready = false;
    }

    /**
     * Drains a server; returns when it has terminated.
     *
     * @param wait how long to keep serving as not ready
     * @param grace how long open calls may continue after that
     * @param openCalls the number of open calls
     * @return the number of calls that were forcibly closed
     */
    public long drain(Server server, Duration wait, Duration grace, LongSupplier openCalls)
            throws InterruptedException {
        ready = false;
        health.enterTerminalState();
        Future<?> goAway = scheduler.schedule(server::shutdown, wait.toMillis(), TimeUnit.MILLISECONDS);
        long closed = 0;
        if (!server.awaitTermination(wait.plus(grace).toMillis(), TimeUnit.MILLISECONDS)) {
            closed = openCalls.getAsLong();
        }
        goAway.cancel(false);
        server.shutdownNow();
        server.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        return closed;
    }
}

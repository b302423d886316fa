package dev.yodel.service.lifecycle;

import dev.yodel.service.limits.Connections;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ObjIntConsumer;

/**
 * Reports whether the server is ready for calls, to gRPC health checks and to HTTP probes, and drains it. Thread-safe.
 *
 * <p>A drain has four phases: the server reports not ready and keeps serving, for load balancers to react; it sends
 * GOAWAY, clients take new calls elsewhere, and streams without an end, such as health watches, are ended; open calls may
 * continue for the grace period; the rest is cut off with UNAVAILABLE. No call fails if it ends within the grace period and clients have another backend.
 */
public final class ServerLifecycle {

    /** The time for the status of calls that are cut off to reach their clients. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private static final Duration STEP = Duration.ofMillis(100);

    /** A status that clients retry, with another backend. */
    private static final Status SHUTTING_DOWN = Status.UNAVAILABLE.withDescription("the server is shutting down");

    private final HealthStatusManager health = new HealthStatusManager();
    private final ServiceStates states;
    private final ScheduledExecutorService scheduler;
    private final Connections connections;
    private volatile boolean ready;

    /** @param injected is notified of each call that fails because of the state of its service */
    public ServerLifecycle(
            ScheduledExecutorService scheduler,
            Connections connections,
            ObjIntConsumer<MethodDescriptor<?, ?>> injected) {
        states = new ServiceStates(health, injected);
        this.scheduler = scheduler;
        this.connections = connections;
    }

    /** The service {@code grpc.health.v1.Health}. */
    public BindableService healthService() {
        return health.getHealthService();
    }

    /** Health checks report this service as serving from now on. */
    public void addService(String name) {
        states.add(name);
    }

    /** What each service shows to its callers. */
    public ServiceStates states() {
        return states;
    }

    public void becomeReady() {
        ready = true;
    }

    public boolean isReady() {
        return ready && states.areReady();
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
     * @return the number of calls that were cut off at the end of the grace period
     */
    public long drain(Server server, Duration wait, Duration grace, LongSupplier openCalls)
            throws InterruptedException {
        ready = false;
        health.enterTerminalState();
        Future<?> goAway = scheduler.schedule(server::shutdown, wait.toMillis(), TimeUnit.MILLISECONDS);
        long end = System.nanoTime() + wait.plus(grace).toNanos();
        while (!server.awaitTermination(STEP.toMillis(), TimeUnit.MILLISECONDS) && System.nanoTime() - end < 0) {
            if (server.isShutdown()) {
                // Repeatedly, because clients may open streams until they have read the GOAWAY.
                connections.endAtGoAway(SHUTTING_DOWN);
            }
        }
        goAway.cancel(false);
        server.shutdown();
        long cut = server.isTerminated() ? 0 : openCalls.getAsLong();
        if (cut > 0) {
            connections.endAll(SHUTTING_DOWN);
            server.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        }
        server.shutdownNow();
        server.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        return cut;
    }
}

package dev.yodel.service.limits;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All connections and their open calls; ends calls that exceed a time limit. Thread-safe. */
public final class Connections extends ServerStreamTracer.Factory {

    final Peers peers;
    final Refusals refusals;
    private final ByteBudget responses;
    private final ByteBudget requests;
    private final TimeLimits limits;
    private final LongSupplier nanoClock;
    private final long start;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    /** Seconds since the start: a clock that costs nothing to read. */
    private volatile int now;

    public Connections(
            Peers peers,
            Refusals refusals,
            ByteBudget responses,
            ByteBudget requests,
            TimeLimits limits,
            LongSupplier nanoClock) {
        this.peers = peers;
        this.refusals = refusals;
        this.responses = responses;
        this.requests = requests;
        this.limits = limits;
        this.nanoClock = nanoClock;
        start = nanoClock.getAsLong();
    }

    /**
     * Makes each new connection known to its calls.
     *
     * @param transports the transport of a connection by its attributes
     */
    public ServerTransportFilter filter(Function<Attributes, @Nullable Transport> transports) {
        return new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes attributes) {
                Connection connection = new Connection(
                        peers.peer(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)),
                        transports.apply(attributes),
                        responses.share(),
                        requests.share());
                connections.add(connection);
                return attributes.toBuilder().set(Connection.KEY, connection).build();
            }

            @Override
            public void transportTerminated(@Nullable Attributes attributes) {
                // Null if the connection ended before it was ready, for example in the TLS handshake.
                Connection connection = attributes == null ? null : Connection.of(attributes);
                if (connection != null) {
                    connections.remove(connection);
                }
            }
        };
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new OpenCall(this);
    }

    /** Ends all open calls. */
    public void endAll(Status status) {
        connections.forEach(connection -> connection.openCalls(call -> true).forEach(call -> call.end(status)));
    }

    /** Ends the streams that would hold up a drain. */
    public void endAtGoAway(Status status) {
        connections.forEach(
                connection -> connection.openCalls(OpenCall::endsAtGoAway).forEach(call -> call.end(status)));
    }

    /** Checks the time limits of all calls; every second. */
    public void tick() {
        now = (int) TimeUnit.NANOSECONDS.toSeconds(nanoClock.getAsLong() - start);
        peers.tick(now);
        connections.forEach(this::endExceeded);
        checkStalled();
    }

    /** Ends unread responses, if others wait for their memory. */
    private void checkStalled() {
        boolean wait = !limits.stalledResponse().isZero() && responses.waiting() > 0;
        for (Connection connection : connections) {
            Transport transport = connection.transport;
            if (transport != null && wait) {
                connection.watched = true;
                transport.withWritten(written -> endStalled(connection, transport, written));
            } else if (transport != null && connection.watched) {
                connection.watched = false;
                transport.forgetWritten();
                connection.openCalls(call -> true).forEach(OpenCall::forgetStall);
            }
        }
    }

    /** On the connection's thread. Each call is asked anew, because the end of one can be enough for all that wait. */
    private void endStalled(Connection connection, Transport transport, Set<Integer> written) {
        int seconds = (int) limits.stalledResponse().toSeconds();
        for (OpenCall call : connection.openCalls(open -> true)) {
            if (call.isStalled(written, seconds)) {
                String reason = "response: not read for " + seconds
                        + " s while others wait for its memory (see --stalled-response-timeout)";
                refusals.refused("stalled-response", reason);
                transport.reset(call.streamId(), Status.RESOURCE_EXHAUSTED.withDescription(reason));
            }
        }
    }

    /** Not under the lock of the connection: ending a call takes the lock of the call. */
    private void endExceeded(Connection connection) {
        for (OpenCall call : connection.openCalls(open -> open.exceeded(limits, now) != null)) {
            Status status = call.exceeded(limits, now);
            if (status != null) {
                refusals.refused("time-limit", String.valueOf(status.getDescription()));
                call.end(status);
            }
        }
    }

    /** Seconds since the start, as of the last tick. */
    public int now() {
        return now;
    }

    ByteBudget requests() {
        return requests;
    }
}

package dev.yodel.service.limits;

import io.grpc.Attributes;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open call as the transport sees it: since when it is open, what has arrived of the next request, and the bytes of
 * requests that it holds.
 *
 * <p>It is a stream tracer because only tracers learn of bytes that do not make a complete message yet. Its methods run on
 * the connection's thread. The times are read by the timer thread without a lock; a value that arrives late there delays
 * a time-out by a second.
 */
public final class OpenCall extends ServerStreamTracer {

    /** What a call may hold without a reservation. */
    private static final int ALLOWANCE = 4096;

    private static final String GRPC_TOO_LARGE = "gRPC message exceeds";
    private static final String OVERLOADED =
            "server: overloaded (expected: what arrives together is served within a time, see --overload-delay)";
    private static final int NEVER = -1;

    private final Connections connections;
    private final int startedAt;
    private @Nullable Connection connection;

    /** Guarded by the connection. */
    @Nullable
    OpenCall previous;

    @Nullable
    OpenCall next;

    private volatile @Nullable Endable call;
    private int begunAt = NEVER;
    private boolean received;
    private boolean stream;
    private boolean admitted;
    private int streamId;
    private int stalledSince = NEVER;

    private long incomplete;
    private long latest;
    private ByteBudget.@Nullable Hold hold;

    OpenCall(Connections connections) {
        this.connections = connections;
        startedAt = connections.now();
    }

    /**
     * The call that is being started, for its handler to attach. Null where the call has no connection.
     *
     * @param call how to end it
     */
    public static @Nullable OpenCall attach(Attributes attributes, Endable call) {
        Connection connection = Connection.of(attributes);
        OpenCall open = connection == null ? null : connection.takeStarting();
        if (open != null) {
            open.call = call;
        }
        return open;
    }

    /** Counts this call; returns why it is refused, or null if it is admitted. */
    public @Nullable String admit() {
        Connection of = connection;
        if (of == null) {
            return null;
        }
        admitted = true;
        String refusal = connections.peers.start(of.peer, stream);
        if (refusal != null) {
            connections.refusals.refused("call", refusal);
        } else if (of.load != null && !of.load.admit(of.loadShare)) {
            refusal = OVERLOADED;
            connections.refusals.refused("overload", refusal);
        }
        return refusal;
    }

    /** Counts and logs that something of this call was refused. */
    public void refused(String kind, @Nullable String reason) {
        connections.refusals.refused(kind, String.valueOf(reason));
    }

    @Override
    public void serverCallStarted(ServerCallInfo<?, ?> info) {
        stream = info.getMethodDescriptor().getType() != MethodType.UNARY;
        connection = Connection.of(info.getAttributes());
        if (connection != null) {
            streamId = connection.transport == null ? 0 : connection.transport.startingStream();
            connection.add(this);
        }
    }

    @Override
    public void inboundMessage(int sequence) {
        begunAt = connections.now();
        if (connection != null && connection.load != null) {
            connection.load.message();
        }
    }

    /**
     * Some bytes of a request have arrived.
     *
     * @throws io.grpc.StatusRuntimeException if there is no room for them; grpc ends the call with its status
     */
    @Override
    public void inboundWireSize(long bytes) {
        incomplete += bytes;
        if (incomplete > ALLOWANCE && !reserve(bytes)) {
            Status status = noRoom();
            connections.refusals.refused("request-memory", String.valueOf(status.getDescription()));
            throw status.asRuntimeException();
        }
    }

    @Override
    public void inboundMessageRead(int sequence, long wireSize, long uncompressedSize) {
        begunAt = NEVER;
        received = true;
        incomplete = 0;
        latest = 0;
        forget();
    }

    @Override
    public void inboundUncompressedSize(long bytes) {
        latest += bytes;
    }

    /** Keeps the bytes of the request that has just arrived, until it is forgotten. False if there is no room. */
    public boolean keep() {
        return latest <= ALLOWANCE || reserve(latest);
    }

    /** Releases the bytes of requests. */
    public void forget() {
        if (hold != null) {
            hold.release();
        }
    }

    /** The status of a call whose request finds no room. */
    public Status noRoom() {
        return Status.RESOURCE_EXHAUSTED.withDescription("requests: more than the server can hold now, "
                + connections.requests().perConnection()
                + " bytes per connection (see --request-memory-per-connection and --request-memory)");
    }

    @Override
    public void streamClosed(Status status) {
        String reason = status.getDescription();
        if (reason != null && reason.startsWith(GRPC_TOO_LARGE)) {
            connections.refusals.refused("message-too-large", reason);
        }
        if (connection != null) {
            connection.remove(this);
            if (admitted) {
                connections.peers.end(connection.peer, stream);
            }
        }
        if (hold != null) {
            hold.close();
        }
    }

    @Nullable
    Status exceeded(TimeLimits limits, int now) {
        int begun = begunAt;
        return limits.exceeded(now - startedAt, begun == NEVER ? 0 : now - begun, received);
    }

    /**
     * Whether this call has held memory that others wait for without a byte of it leaving, for so many seconds. Asked every
     * second, on the connection's thread.
     *
     * @param written the streams of which bytes have left since the last time
     */
    boolean isStalled(Set<Integer> written, int seconds) {
        Endable endable = call;
        if (endable == null || written.contains(streamId) || !endable.holdsAwaitedMemory()) {
            stalledSince = NEVER;
            return false;
        }
        if (stalledSince == NEVER) {
            stalledSince = connections.now();
        }
        return connections.now() - stalledSince >= seconds;
    }

    /** The time in which others did not wait does not count. */
    void forgetStall() {
        stalledSince = NEVER;
    }

    int streamId() {
        return streamId;
    }

    boolean endsAtGoAway() {
        Endable endable = call;
        return endable != null && endable.endsAtGoAway();
    }

    void end(Status status) {
        Endable endable = call;
        if (endable != null) {
            endable.end(status);
        }
    }

    private boolean reserve(long bytes) {
        if (connection == null) {
            return true;
        }
        if (hold == null) {
            hold = connection.requests().hold(() -> {});
        }
        return hold.tryReserve(bytes);
    }
}

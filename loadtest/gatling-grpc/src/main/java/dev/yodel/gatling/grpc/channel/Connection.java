package dev.yodel.gatling.grpc.channel;

import io.grpc.Attributes;
import io.netty.handler.codec.http2.Http2Connection;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One connection, which counts the calls assigned to it. It is an attribute of its transport, so that a call finds it
 * without a search.
 *
 * <p>An HTTP/2 server limits the number of concurrent streams. Above the limit, calls wait inside the transport, which
 * is invisible from outside and looks like server time. They are detected by comparing the streams assigned to the
 * connection with the limit. Thread-safe.
 */
public final class Connection {

    static final Attributes.Key<Connection> KEY = Attributes.Key.create("dev.yodel.gatling.grpc.connection");

    private final TargetCounters target;
    private final BackendCounters backend;
    private final Http2Connection.@Nullable Endpoint<?> http2;
    private final AtomicInteger open = new AtomicInteger();
    private volatile int limit;

    Connection(TargetCounters target, BackendCounters backend, Http2Connection.@Nullable Endpoint<?> http2) {
        this.target = target;
        this.backend = backend;
        this.http2 = http2;
        limit = http2 == null ? Integer.MAX_VALUE : http2.maxActiveStreams();
    }

    /** The connection with the attributes; null if it was not created by this protocol. */
    public static @Nullable Connection of(Attributes transport) {
        return transport.get(KEY);
    }

    /** The address of the server, {@code host:port}. */
    public String peer() {
        return backend.address();
    }

    /**
     * A call was assigned to the connection.
     *
     * @return whether the call must wait because of the server's limit of streams
     */
    public boolean callAssigned() {
        backend.calls.increment();
        return open.incrementAndGet() > limit;
    }

    /** The headers of a call were sent. Called on the connection's own thread, the only one that may read the limit. */
    public void headersSent() {
        if (http2 != null) {
            int now = http2.maxActiveStreams();
            if (now != limit) {
                limit = now;
            }
        }
    }

    /** A call that was assigned to the connection ended. */
    public void callEnded() {
        open.decrementAndGet();
    }

    /** A call waited for the connection. */
    public void connectionWaited(long nanos) {
        target.connectionWaits.waited(nanos);
    }

    /** A call waited for a stream on the connection until it was sent or ended. */
    public void streamWaited(long nanos) {
        backend.streamWaits.waited(nanos);
    }

    /** The server refused the stream of a call. */
    public void streamRefused() {
        backend.refusedStreams.increment();
    }

    void goAway(String code) {
        backend.goAway(code);
    }

    void closed() {
        backend.disconnected();
    }
}

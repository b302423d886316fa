package dev.yodel.gatling.grpc.channel;

import io.grpc.Attributes;
import io.netty.handler.codec.http2.Http2Connection;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One connection, told of the calls that it is given. It stands among the attributes of its transport, so that a call
 * finds it without a search.
 *
 * <p>HTTP/2 lets a server say how many streams it takes at once. Above that number calls wait inside the transport, which
 * nobody sees from outside: their time looks like the server's. Here they are counted, by comparing the streams given to
 * the connection with what the server allows. Thread-safe.
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

    /** The connection with those attributes; null if it is none of ours. */
    public static @Nullable Connection of(Attributes transport) {
        return transport.get(KEY);
    }

    /**
     * A call was given to the connection.
     *
     * @return whether it has to wait there, since as many streams are open as the server allows
     */
    public boolean given() {
        backend.calls.increment();
        return open.incrementAndGet() > limit;
    }

    /** A call left for the server. Called on the connection's own thread, the only one that may ask for the limit. */
    public void sent() {
        if (http2 != null) {
            int now = http2.maxActiveStreams();
            if (now != limit) {
                limit = now;
            }
        }
    }

    /** A call ended that was given to the connection. */
    public void ended() {
        open.decrementAndGet();
    }

    /** A call had waited for the connection. */
    public void connectionWaited(long nanos) {
        target.connectionWaits.waited(nanos);
    }

    /** A call had waited on the connection, and left or was given up. */
    public void streamWaited(long nanos) {
        backend.streamWaits.waited(nanos);
    }

    /** The server refused a call. */
    public void refused() {
        backend.refusedStreams.increment();
    }

    void goAway(String code) {
        backend.goAway(code);
    }

    void closed() {
        backend.disconnected();
    }
}

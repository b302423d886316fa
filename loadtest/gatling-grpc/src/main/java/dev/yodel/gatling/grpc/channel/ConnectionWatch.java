package dev.yodel.gatling.grpc.channel;

import io.grpc.Attributes;
import io.grpc.ClientTransportFilter;
import io.grpc.Grpc;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of one channel: creates their sockets, and is called when one is ready or terminated.
 * Thread-safe.
 */
final class ConnectionWatch extends ClientTransportFilter implements ChannelFactory<Channel> {

    private final ChannelFactory<Channel> sockets;
    private final TargetCounters counters;
    private final LongSupplier clock;
    private final Map<Channel, Long> connecting = new ConcurrentHashMap<>();
    private final Set<SocketAddress> known = ConcurrentHashMap.newKeySet();

    ConnectionWatch(ChannelFactory<Channel> sockets, TargetCounters counters, LongSupplier clock) {
        this.sockets = sockets;
        this.counters = counters;
        this.clock = clock;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the listener handles it
    public Channel newChannel() {
        Channel socket = sockets.newChannel();
        connecting.put(socket, clock.getAsLong());
        socket.closeFuture().addListener(closed -> {
            if (connecting.remove(socket) != null) {
                counters.failedConnections.increment();
            }
        });
        return socket;
    }

    /** Called on the thread of the connection when the server's settings were received. */
    @Override
    public Attributes transportReady(Attributes attributes) {
        SocketAddress remote = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        if (remote == null) {
            return attributes;
        }
        BackendCounters backend = counters.backend(remote);
        backend.connected(!known.add(remote));
        Http2Connection http2 = claim(attributes.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR), backend);
        Connection connection = new Connection(counters, backend, http2 == null ? null : http2.local());
        if (http2 != null) {
            http2.addListener(new GoAways(connection));
        }
        return attributes.toBuilder().set(Connection.KEY, connection).build();
    }

    @Override
    public void transportTerminated(Attributes attributes) {
        Connection connection = Connection.of(attributes);
        if (connection != null) {
            connection.closed();
        }
    }

    /** Finds the socket that is ready: gRPC reports only its addresses. */
    private @Nullable Http2Connection claim(@Nullable SocketAddress local, BackendCounters backend) {
        for (Channel socket : connecting.keySet()) {
            if (socket.isRegistered()
                    && socket.eventLoop().inEventLoop()
                    && local != null
                    && local.equals(socket.localAddress())) {
                Long begun = connecting.remove(socket);
                if (begun != null) {
                    backend.connectTimes.add(clock.getAsLong() - begun);
                }
                Http2ConnectionHandler handler = socket.pipeline().get(Http2ConnectionHandler.class);
                return handler == null ? null : handler.connection();
            }
        }
        return null;
    }

    /** Counts a GOAWAY once per connection, though servers often send it twice. */
    private static final class GoAways extends Http2ConnectionAdapter {

        private final Connection connection;
        private boolean counted;

        GoAways(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
            if (counted) {
                return;
            }
            counted = true;
            Http2Error error = Http2Error.valueOf(errorCode);
            connection.goAway(error == null ? "0x" + Long.toHexString(errorCode) : error.name());
        }
    }
}

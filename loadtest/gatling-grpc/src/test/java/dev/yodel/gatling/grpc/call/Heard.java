package dev.yodel.gatling.grpc.call;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.NettyServerBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What a server hears of its callers: the metadata and authority of each call, and the connections. */
final class Heard extends ServerTransportFilter implements ServerInterceptor {

    final Queue<Metadata> headers = new ConcurrentLinkedQueue<>();
    final Queue<String> authorities = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> callsByCaller = new ConcurrentHashMap<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();

    /** A server that tells what it hears. */
    TestServer server() {
        return TestServer.built(this::in);
    }

    NettyServerBuilder in(NettyServerBuilder builder) {
        return builder.intercept(this).addTransportFilter(this);
    }

    String header(String name) {
        return headers.element().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    List<String> all(String name) {
        Metadata.Key<String> key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
        return headers.stream().map(each -> each.get(key)).toList();
    }

    Collection<Integer> callsByConnection() {
        return callsByCaller.values();
    }

    byte[] bytes(String name) {
        return headers.element().get(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER));
    }

    @Override
    public <Q, S> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, S> call, Metadata metadata, ServerCallHandler<Q, S> next) {
        headers.add(metadata);
        authorities.add(call.getAuthority());
        callsByCaller.merge(String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)), 1, Integer::sum);
        return next.startCall(call, metadata);
    }

    @Override
    public Attributes transportReady(Attributes attributes) {
        connections.incrementAndGet();
        open.incrementAndGet();
        return attributes;
    }

    @Override
    public void transportTerminated(Attributes attributes) {
        open.decrementAndGet();
    }
}

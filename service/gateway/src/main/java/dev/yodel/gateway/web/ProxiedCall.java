package dev.yodel.gateway.web;

import dev.yodel.gateway.limits.BodySize;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A call of a client and that to the server, joined. The next message is asked for only when the other side takes it. */
final class ProxiedCall<ReqT, RespT> {

    private static final List<Metadata.Key<String>> OF_CONNECTION = Stream.of(
                    "content-type", "grpc-encoding", "grpc-accept-encoding", "accept-encoding")
            .map(key -> Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER))
            .toList();

    private final ServerCall<ReqT, RespT> incoming;
    private final ClientCall<ReqT, RespT> outgoing;
    private final @Nullable BodySize size;

    private final Object lock = new Object();
    private boolean requestParked;
    private boolean responseParked;

    ProxiedCall(ServerCall<ReqT, RespT> incoming, ClientCall<ReqT, RespT> outgoing, @Nullable BodySize size) {
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.size = size;
    }

    ServerCall.Listener<ReqT> requests() {
        return new Requests();
    }

    ClientCall.Listener<RespT> responses() {
        return new Responses();
    }

    /** What belongs to the connection with the server is left out. */
    private static Metadata ownOnly(Metadata received) {
        OF_CONNECTION.forEach(received::discardAll);
        return received;
    }

    private final class Requests extends ServerCall.Listener<ReqT> {

        @Override
        public void onMessage(ReqT message) {
            outgoing.sendMessage(message);
            if (size != null) {
                size.passedOn(0);
            }
            synchronized (lock) {
                if (outgoing.isReady()) {
                    incoming.request(1);
                } else {
                    requestParked = true;
                }
            }
        }

        @Override
        public void onHalfClose() {
            outgoing.halfClose();
        }

        @Override
        public void onCancel() {
            outgoing.cancel("the client cancelled", null);
        }

        @Override
        public void onReady() {
            synchronized (lock) {
                if (responseParked) {
                    responseParked = false;
                    outgoing.request(1);
                }
            }
        }
    }

    private final class Responses extends ClientCall.Listener<RespT> {

        @Override
        public void onHeaders(Metadata headers) {
            incoming.sendHeaders(ownOnly(headers));
        }

        @Override
        public void onMessage(RespT message) {
            incoming.sendMessage(message);
            synchronized (lock) {
                if (incoming.isReady()) {
                    outgoing.request(1);
                } else {
                    responseParked = true;
                }
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            incoming.close(status, ownOnly(trailers));
        }

        @Override
        public void onReady() {
            synchronized (lock) {
                if (requestParked) {
                    requestParked = false;
                    incoming.request(1);
                }
            }
        }
    }
}

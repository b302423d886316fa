package dev.yodel.service.limits;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Lets the server end the calls of a service whose handlers know nothing of that, such as those of grpc itself. */
public final class EndableCalls implements ServerInterceptor {

    private final boolean endsAtGoAway;

    private EndableCalls(boolean endsAtGoAway) {
        this.endsAtGoAway = endsAtGoAway;
    }

    /** For calls that may continue for the grace period of a drain. */
    public static ServerInterceptor whileDraining() {
        return new EndableCalls(false);
    }

    /** For streams without an end, which a drain would otherwise wait for. */
    public static ServerInterceptor untilGoAway() {
        return new EndableCalls(true);
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        Ended<ReqT, RespT> ended = new Ended<>(call, endsAtGoAway);
        OpenCall open = OpenCall.attach(call.getAttributes(), ended);
        String refusal = open == null || endsAtGoAway ? null : open.admit();
        if (refusal != null) {
            ended.close(Shed.status(refusal), Shed.trailers(refusal));
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(ended, headers);
    }

    /** What the handler still does after the call has been ended is ignored. */
    private static final class Ended<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> implements Endable {

        private final boolean endsAtGoAway;
        private boolean closed;

        Ended(ServerCall<ReqT, RespT> call, boolean endsAtGoAway) {
            super(call);
            this.endsAtGoAway = endsAtGoAway;
        }

        @Override
        public void end(Status status) {
            close(status, new Metadata());
        }

        @Override
        public boolean endsAtGoAway() {
            return endsAtGoAway;
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!closed) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(RespT message) {
            if (!closed) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!closed) {
                closed = true;
                super.close(status, trailers);
            }
        }
    }
}

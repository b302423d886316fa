package dev.yodel.gatling.grpc.call;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * A channel whose calls are closed while they are being started, on the thread that starts them, which gRPC allows and
 * does where it fails fast. Whatever is done with such a call throws, and a cancel closes it once more.
 */
final class FakeChannel extends Channel {

    @Override
    public <Q, S> ClientCall<Q, S> newCall(MethodDescriptor<Q, S> method, CallOptions options) {
        return new ClosedInStart<>();
    }

    @Override
    public String authority() {
        return "fake";
    }

    private static final class ClosedInStart<Q, S> extends ClientCall<Q, S> {

        private @Nullable Listener<S> listener;

        @Override
        public void start(Listener<S> newListener, Metadata headers) {
            listener = newListener;
            newListener.onClose(Status.UNAVAILABLE, new Metadata());
        }

        @Override
        public void request(int messages) {}

        @Override
        public void sendMessage(Q message) {
            throw new IllegalStateException("call is closed");
        }

        @Override
        public void halfClose() {}

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {
            if (listener != null) {
                listener.onClose(Status.CANCELLED, new Metadata());
            }
        }
    }
}

package dev.yodel.gatling.grpc.channel;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call that counts as open on its channel until it is closed, or cancelled without a start. */
final class CountedCall<Q, S> extends SimpleForwardingClientCall<Q, S> {

    private final PooledChannel channel;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean started;

    CountedCall(ClientCall<Q, S> call, PooledChannel channel) {
        super(call);
        this.channel = channel;
    }

    @Override
    public void start(Listener<S> listener, Metadata headers) {
        started = true;
        try {
            super.start(new Ending(listener), headers);
        } catch (RuntimeException e) {
            end();
            throw e;
        }
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
        super.cancel(message, cause);
        if (!started) {
            end();
        }
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            channel.release();
        }
    }

    /** Ends the count before the end is reported, as the next call may follow it. */
    private final class Ending extends SimpleForwardingClientCallListener<S> {

        Ending(Listener<S> listener) {
            super(listener);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            end();
            super.onClose(status, trailers);
        }
    }
}

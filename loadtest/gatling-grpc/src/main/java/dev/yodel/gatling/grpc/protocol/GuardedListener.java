package dev.yodel.gatling.grpc.protocol;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.GrpcRun;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.grpc.MethodDescriptor.MethodType;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guards against exceptions of a listener, which would otherwise stop the user of the call and skip other listeners.
 * The first exception is logged. An exception at the start of the run is passed on. Thread-safe.
 */
final class GuardedListener implements SampleListener {

    private static final Logger LOG = LoggerFactory.getLogger("dev.yodel.gatling.grpc");

    private final SampleListener listener;
    private final AtomicBoolean logged = new AtomicBoolean();

    GuardedListener(SampleListener listener) {
        this.listener = listener;
    }

    @Override
    public void runStarted(GrpcRun run) {
        listener.runStarted(run);
    }

    @Override
    public void callStarted(String name, MethodType kind, long dueNanos) {
        try {
            listener.callStarted(name, kind, dueNanos);
        } catch (Throwable e) {
            thrown(e);
        }
    }

    @Override
    public void callNotStarted(String name, MethodType kind, String error) {
        try {
            listener.callNotStarted(name, kind, error);
        } catch (Throwable e) {
            thrown(e);
        }
    }

    @Override
    public void callEnded(CallSample sample) {
        try {
            listener.callEnded(sample);
        } catch (Throwable e) {
            thrown(e);
        }
    }

    @Override
    public void messageSent(String name, MethodType kind, long dueNanos, long sentNanos) {
        try {
            listener.messageSent(name, kind, dueNanos, sentNanos);
        } catch (Throwable e) {
            thrown(e);
        }
    }

    @Override
    public void messageReceived(MessageSample sample) {
        try {
            listener.messageReceived(sample);
        } catch (Throwable e) {
            thrown(e);
        }
    }

    @Override
    public void runEnded() {
        try {
            listener.runEnded();
        } catch (Throwable e) {
            thrown(e);
        }
    }

    private void thrown(Throwable exception) {
        if (logged.compareAndSet(false, true)) {
            LOG.error("listener {} misses samples because it throws", listener, exception);
        }
    }
}

package dev.yodel.gatling.grpc.protocol;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.GrpcRun;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;

/** Several listeners as one, each guarded against exceptions of the others. */
record Listeners(List<SampleListener> all) implements SampleListener {

    static SampleListener of(List<SampleListener> listeners) {
        List<SampleListener> guarded =
                listeners.stream().<SampleListener>map(GuardedListener::new).toList();
        return guarded.size() == 1 ? guarded.get(0) : new Listeners(guarded);
    }

    @Override
    public void runStarted(GrpcRun run) {
        all.forEach(listener -> listener.runStarted(run));
    }

    @Override
    public void callStarted(String name, MethodType kind, long dueNanos) {
        all.forEach(listener -> listener.callStarted(name, kind, dueNanos));
    }

    @Override
    public void callNotStarted(String name, MethodType kind, String error) {
        all.forEach(listener -> listener.callNotStarted(name, kind, error));
    }

    @Override
    public void callEnded(CallSample sample) {
        all.forEach(listener -> listener.callEnded(sample));
    }

    @Override
    public void messageSent(String name, MethodType kind, long dueNanos, long sentNanos) {
        all.forEach(listener -> listener.messageSent(name, kind, dueNanos, sentNanos));
    }

    @Override
    public void messageReceived(MessageSample sample) {
        all.forEach(listener -> listener.messageReceived(sample));
    }

    @Override
    public void runEnded() {
        all.forEach(SampleListener::runEnded);
    }
}

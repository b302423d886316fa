package dev.yodel.service.call;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server's call that notes in order what is done to it, and is ready while it has room. */
final class FakeServerCall<ReqT, RespT> extends ServerCall<ReqT, RespT> {

    final List<String> events = new ArrayList<>();
    /** How many more messages the caller has room for. */
    int room = Integer.MAX_VALUE;

    @Nullable
    Status status;

    @Nullable
    Metadata trailers;

    private final MethodDescriptor<ReqT, RespT> method;

    FakeServerCall(MethodDescriptor<ReqT, RespT> method) {
        this.method = method;
    }

    synchronized List<String> takeEvents() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    @Override
    public synchronized void request(int count) {
        events.add("request " + count);
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        events.add("headers");
    }

    @Override
    public synchronized void sendMessage(RespT message) {
        room--;
        events.add(("message " + message).strip());
    }

    @Override
    public synchronized void close(Status closeStatus, Metadata closeTrailers) {
        events.add("close " + closeStatus.getCode());
        status = closeStatus;
        trailers = closeTrailers;
    }

    @Override
    public boolean isReady() {
        return room > 0;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public MethodDescriptor<ReqT, RespT> getMethodDescriptor() {
        return method;
    }
}

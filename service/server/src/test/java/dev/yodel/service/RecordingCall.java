package dev.yodel.service;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A client call that records what it receives and when, in nanoseconds from its start; it reads only on request. */
final class RecordingCall<ReqT extends Message, RespT extends Message> extends ClientCall.Listener<RespT> {

    private final ClientCall<ReqT, RespT> call;
    private final long begun = System.nanoTime();
    private final List<RespT> messages = new CopyOnWriteArrayList<>();
    private final List<Long> messageNanos = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile long headersNanos = -1;
    private volatile long closedNanos;
    private volatile Status status;
    private volatile Metadata headers = new Metadata();
    private volatile Metadata trailers;

    RecordingCall(Channel channel, MethodDescriptor<ReqT, RespT> method, Metadata headers, CallOptions options) {
        call = channel.newCall(method, options);
        call.start(this, headers);
    }

    RecordingCall(Channel channel, MethodDescriptor<ReqT, RespT> method) {
        this(channel, method, new Metadata(), CallOptions.DEFAULT);
    }

    /** Sends requests and no more, reads every answer and waits for the end. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    final RecordingCall<ReqT, RespT> exchange(ReqT... requests) throws InterruptedException {
        return exchange(List.of(requests));
    }

    RecordingCall<ReqT, RespT> exchange(List<ReqT> requests) throws InterruptedException {
        call.request(1_000_000);
        for (ReqT request : requests) {
            call.sendMessage(request);
        }
        call.halfClose();
        return awaitClose();
    }

    RecordingCall<ReqT, RespT> awaitClose() throws InterruptedException {
        if (!closed.await(30, TimeUnit.SECONDS)) {
            call.cancel("took longer than 30 s", null);
            throw new AssertionError("not closed within 30 s");
        }
        return this;
    }

    ClientCall<ReqT, RespT> call() {
        return call;
    }

    List<RespT> messages() {
        return messages;
    }

    Status status() {
        return status;
    }

    Metadata headers() {
        return headers;
    }

    Metadata trailers() {
        return trailers;
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    double headersMillis() {
        return headersNanos / 1e6;
    }

    double messageMillis(int index) {
        return messageNanos.get(index) / 1e6;
    }

    double closedMillis() {
        return closedNanos / 1e6;
    }

    @Override
    public void onHeaders(Metadata received) {
        headers = received;
        headersNanos = System.nanoTime() - begun;
    }

    @Override
    public void onMessage(RespT message) {
        messageNanos.add(System.nanoTime() - begun);
        messages.add(message);
    }

    @Override
    public void onClose(Status closeStatus, Metadata closeTrailers) {
        closedNanos = System.nanoTime() - begun;
        status = closeStatus;
        trailers = closeTrailers;
        closed.countDown();
    }
}

package dev.yodel.loadtest.call;

import com.google.protobuf.DynamicMessage;
import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One call of any shape. A thread sends the requests, waiting for each of them and for the flow control of the server;
 * responses are printed as they arrive, and the next one is requested when the last one is printed.
 */
public final class SingleCall extends ClientCall.Listener<DynamicMessage> {

    private final RequestSource requests;
    private final CallPrinter printer;
    private final CallTimeline timeline;
    private final ClientCall<DynamicMessage, DynamicMessage> call;
    private final CompletableFuture<EndedCall> result = new CompletableFuture<>();
    private final boolean streams;
    private boolean closed;

    private SingleCall(
            DynamicMethod method, RequestSource requests, CallPrinter printer, Channel channel, CallOptions options) {
        this.requests = requests;
        this.printer = printer;
        streams = !method.descriptor().getType().clientSendsOneMessage();
        timeline = new CallTimeline(System::nanoTime);
        call = channel.newCall(method.descriptor(), options.withStreamTracerFactory(timeline));
    }

    /**
     * Makes the call and waits for its end.
     *
     * @throws IllegalArgumentException if a request is invalid; the call is cancelled then
     */
    public static EndedCall make(
            DynamicMethod method,
            RequestSource requests,
            CallPrinter printer,
            Channel channel,
            CallOptions options,
            Metadata metadata) {
        return new SingleCall(method, requests, printer, channel, options).run(metadata);
    }

    private EndedCall run(Metadata metadata) {
        call.start(this, metadata);
        call.request(1);
        Thread sender = new Thread(this::send, "requests");
        sender.setDaemon(true); // it may wait for standard input when the call has ended
        sender.start();
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException problem ? problem : e;
        }
    }

    private void send() {
        try {
            for (DynamicMessage request = requests.next(); request != null; request = requests.next()) {
                if (!awaitReady()) {
                    return;
                }
                call.sendMessage(request);
            }
            call.halfClose();
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
            call.cancel("invalid request", e);
        }
    }

    /**
     * Waits until the transport accepts a message; returns whether the call is still open. A call with a single request does
     * not wait: gRPC would not wake it.
     */
    private synchronized boolean awaitReady() {
        while (!closed && streams && !call.isReady()) {
            try {
                wait();
            } catch (InterruptedException e) {
                return false;
            }
        }
        return !closed;
    }

    @Override
    public synchronized void onReady() {
        notifyAll();
    }

    @Override
    public void onHeaders(Metadata headers) {
        printer.headers(call.getAttributes(), headers);
    }

    @Override
    public void onMessage(DynamicMessage response) {
        printer.message(response);
        call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        timeline.end();
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        result.complete(new EndedCall(status, trailers, timeline.line()));
    }
}

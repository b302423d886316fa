package dev.yodel.service.call;

import dev.yodel.service.behavior.BehaviorPlan;
import dev.yodel.service.limits.Connection;
import dev.yodel.v1.Ending;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * One call of a handler that knows nothing of behavior. What the handler sends waits here until it is due, in order. While
 * anything waits the call is not ready, so a handler that honours readiness adds at most one message; one that does not is
 * cut off at a maximum. The handler runs only if a part of its answer may be seen. Padding and info do not apply, because
 * the messages have no field for them.
 *
 * <p>The handler, the transport and the timer take the lock of this call; no thread blocks while holding it.
 */
final class BehavingCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> implements Runnable {

    private enum Kind {
        HEADERS,
        MESSAGE,
        END
    }

    /** Something to send: a delay may be due before it. */
    private record Part(Kind kind, Runnable send) {}

    private static final int MAX_WAITING = 1_000;

    private final BehaviorPlan plan;
    private final CallHandlerFactory factory;
    private final CallTimer timer;
    private final Deque<Part> waiting = new ArrayDeque<>();
    private volatile ServerCall.Listener<ReqT> listener = new ServerCall.Listener<>() {};
    private boolean headersDue;
    private boolean headersSent;
    private boolean ended;
    private boolean refusedReadiness;
    private int messages;

    BehavingCall(ServerCall<ReqT, RespT> call, BehaviorPlan plan, CallHandlerFactory factory) {
        super(call);
        this.plan = plan;
        this.factory = factory;
        timer = new CallTimer(factory.nanoClock(), factory.scheduler(), this);
    }

    ServerCall.Listener<ReqT> start(Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        if (plan.failure() != null && plan.failsAfter() == 0) {
            synchronized (this) {
                addEnd(this::fail);
            }
        } else if (plan.ending() != Ending.ENDING_NEVER) {
            listener = next.startCall(this, headers);
        }
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                release(Status.CANCELLED);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                release(Status.OK);
                super.onComplete();
            }
        };
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        headersDue = true;
        add(Kind.HEADERS, () -> sendHeadersNow(headers));
    }

    @Override
    public synchronized void sendMessage(RespT message) {
        if (waiting.size() >= MAX_WAITING) {
            release(Status.RESOURCE_EXHAUSTED);
            super.close(
                    Status.RESOURCE_EXHAUSTED.withDescription("responses: more than " + MAX_WAITING + " are delayed"),
                    new Metadata());
            return;
        }
        add(Kind.MESSAGE, () -> sendMessageNow(message));
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        addEnd(() -> closeNow(status, trailers));
    }

    @Override
    public synchronized boolean isReady() {
        boolean ready = waiting.isEmpty() && super.isReady();
        refusedReadiness |= !ready;
        return ready;
    }

    /** The delay, or the work, is over. */
    @Override
    public void run() {
        boolean readyAgain;
        synchronized (this) {
            timer.elapsed();
            advance();
            readyAgain = refusedReadiness && waiting.isEmpty() && !ended;
            refusedReadiness &= !readyAgain;
        }
        if (readyAgain) {
            listener.onReady();
        }
    }

    /** Without headers, the status is delayed by both delays. */
    private void addEnd(Runnable end) {
        if (!headersDue) {
            add(Kind.HEADERS, () -> {});
        }
        add(Kind.END, end);
    }

    private void add(Kind kind, Runnable send) {
        if (!ended) {
            waiting.add(new Part(kind, send));
            advance();
        }
    }

    private void advance() {
        while (!timer.isPending() && !waiting.isEmpty() && !ended) {
            if (hasToWait(waiting.element().kind())) {
                return;
            }
            waiting.remove().send().run();
            timer.nextStep();
        }
    }

    private boolean hasToWait(Kind kind) {
        return switch (kind) {
            case HEADERS ->
                timer.waitFromStart(plan.headerNanos()) || timer.waitForWork(factory.cpuWork(), plan.cpuNanos());
            case MESSAGE -> timer.waitForNext(0, plan::nextMessageNanos);
            case END -> timer.waitFor(plan.trailerNanos());
        };
    }

    private void sendHeadersNow(Metadata headers) {
        headers.merge(ResponseMetadata.headers(plan));
        if (!plan.compression().isEmpty()) {
            delegate().setCompression(plan.compression());
        }
        headersSent = true;
        super.sendHeaders(headers);
    }

    private void sendMessageNow(RespT message) {
        if (plan.compressEvery() > 1) {
            delegate().setMessageCompression(messages % plan.compressEvery() == 0);
        }
        messages++;
        super.sendMessage(message);
        if (plan.failure() != null && messages == plan.failsAfter()) {
            // Takes the place of all that the handler still sends.
            waiting.clear();
            waiting.add(new Part(Kind.END, this::fail));
        }
    }

    private void fail() {
        com.google.rpc.Status failure = Objects.requireNonNull(plan.failure());
        factory.injections().injected(getMethodDescriptor(), failure.getCode());
        StatusRuntimeException e = StatusProto.toStatusRuntimeException(failure);
        closeNow(e.getStatus(), Objects.requireNonNullElseGet(e.getTrailers(), Metadata::new));
    }

    @SuppressWarnings("unchecked") // As in CallEngine, the wrong type resets the stream.
    private void closeNow(Status status, Metadata trailers) {
        Connection connection = Connection.of(getAttributes());
        if (connection != null && plan.ending() == Ending.ENDING_CLOSE) {
            release(Status.CANCELLED);
            connection.close();
            return;
        }
        if (plan.ending() == Ending.ENDING_RESET) {
            if (!headersSent) {
                sendHeadersNow(new Metadata());
            }
            release(Status.CANCELLED);
            ((ServerCall<ReqT, Object>) delegate()).sendMessage(Kind.END);
            return;
        }
        if (connection != null && plan.ending() == Ending.ENDING_GOAWAY) {
            connection.goAway();
        }
        trailers.merge(ResponseMetadata.trailers(plan));
        release(status);
        super.close(status, trailers);
    }

    private synchronized void release(Status status) {
        ended = true;
        waiting.clear();
        timer.cancel();
        plan.ended(status.getCode().value(), messages);
    }
}

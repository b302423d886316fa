package dev.yodel.service.call;

import com.google.protobuf.ByteString;
import dev.yodel.service.behavior.BehaviorPlan;
import dev.yodel.service.behavior.RejectedRequestException;
import dev.yodel.v1.Behavior;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of any shape, paced by its caller: it goes from step to step as far as it can, until a missing request, a
 * pipe that is full, a delay or the end stops it, and goes on from there when grpc or the timer says so.
 *
 * <pre>
 *   REQUEST ──▶ HEADERS ──▶ ANSWER ──▶ MESSAGE ──▶ ANSWER … ──▶ TRAILERS ──▶ CLOSED
 *      ▲                       │ bidirectional: the next request is asked for
 *      └───────────────────────┘ only when the last answer is out
 * </pre>
 *
 * <p>So at most one request and one answer are held per call, whatever the caller does. Calls back come from the
 * transport and from the timer; both take the call's lock, which is free nearly always, and nobody waits in it.
 */
final class CallEngine<ReqT, RespT> extends ServerCall.Listener<ReqT> implements Runnable {

    private enum Step {
        REQUEST,
        HEADERS,
        ANSWER,
        MESSAGE,
        TRAILERS,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(CallEngine.class);

    private final ServerCall<ReqT, RespT> call;
    private final Metadata headers;
    private final CallLogic<ReqT, RespT> exchange;
    private final CallHandlerFactory handlers;
    private final MethodType type;
    private final DelayClock dueTimes;

    private Step step = Step.REQUEST;
    private BehaviorPlan plan = BehaviorPlan.NONE;
    private AnswerExtras extras = AnswerExtras.NONE;
    private @Nullable RespT answer;
    private @Nullable ScheduledFuture<?> delay;

    private boolean begun;
    private boolean halfClosed;
    private boolean headersSent;
    private boolean answered;
    private boolean delayed;

    CallEngine(
            ServerCall<ReqT, RespT> call,
            Metadata headers,
            CallLogic<ReqT, RespT> exchange,
            CallHandlerFactory handlers) {
        this.call = call;
        this.headers = headers;
        this.exchange = exchange;
        this.handlers = handlers;
        type = call.getMethodDescriptor().getType();
        dueTimes = new DelayClock(handlers.nanoClock());
    }

    void start() {
        // One more than there may be, where there may be one: a second request is the caller's mistake, not to be
        // missed.
        call.request(type.clientSendsOneMessage() ? 2 : 1);
    }

    @Override
    public synchronized void onMessage(ReqT request) {
        if (step == Step.CLOSED) {
            return;
        }
        if (begun && type.clientSendsOneMessage()) {
            close(Status.UNIMPLEMENTED.withDescription("requests: 2 (expected: 1)"), new Metadata());
            return;
        }
        try {
            if (!begun) {
                begun = true;
                behave(exchange.behaviorOf(request));
            }
            exchange.accept(request);
        } catch (RejectedRequestException e) {
            fail(e.status());
            return;
        }
        if (type == MethodType.BIDI_STREAMING) {
            step = headersSent ? Step.ANSWER : Step.HEADERS;
            advance();
        } else if (type == MethodType.CLIENT_STREAMING) {
            call.request(1);
        }
    }

    @Override
    public synchronized void onHalfClose() {
        halfClosed = true;
        if (!begun && type.clientSendsOneMessage()) {
            close(Status.UNIMPLEMENTED.withDescription("requests: 0 (expected: 1)"), new Metadata());
            return;
        }
        // Not where an answer is still on its way: it goes on to the end by itself.
        if (step == Step.REQUEST) {
            step = headersSent ? Step.ANSWER : Step.HEADERS;
            advance();
        }
    }

    @Override
    public synchronized void onReady() {
        if (step == Step.MESSAGE) {
            advance();
        }
    }

    @Override
    public synchronized void onCancel() {
        release();
    }

    @Override
    public synchronized void onComplete() {
        release();
    }

    /** A delay is over. */
    @Override
    public synchronized void run() {
        delay = null;
        try {
            advance();
        } catch (RuntimeException e) {
            // On the transport's own calls grpc does this itself.
            LOG.error("{} failed", call.getMethodDescriptor().getFullMethodName(), e);
            close(
                    Status.UNKNOWN
                            .withDescription("Application error processing RPC")
                            .withCause(e),
                    new Metadata());
        }
    }

    private void behave(Behavior behavior) {
        if (behavior.equals(Behavior.getDefaultInstance())) {
            return;
        }
        plan = BehaviorPlan.of(behavior);
        dueTimes.begin();
        ByteString padding = plan.paddingBytes() == 0 ? ByteString.EMPTY : Padding.of(plan.paddingBytes());
        extras = new AnswerExtras(padding, handlers.telling().of(plan, call, headers));
    }

    private void advance() {
        while (delay == null) {
            switch (step) {
                case HEADERS -> sendHeaders();
                case ANSWER -> pullAnswer();
                case MESSAGE -> {
                    if (!call.isReady()) {
                        return;
                    }
                    sendMessage();
                }
                case TRAILERS -> sendTrailers();
                case REQUEST, CLOSED -> {
                    return;
                }
            }
        }
    }

    private void sendHeaders() {
        if (plan.headerNanos() > 0 && waitFor(dueTimes.leftOf(plan.headerNanos()))) {
            return;
        }
        if (plan.failure() != null) {
            enter(Step.TRAILERS);
            return;
        }
        call.sendHeaders(new Metadata());
        headersSent = true;
        enter(Step.ANSWER);
    }

    private void pullAnswer() {
        answer = answered && type.serverSendsOneMessage() ? null : exchange.next(extras);
        if (answer != null) {
            enter(Step.MESSAGE);
        } else if (halfClosed) {
            enter(Step.TRAILERS);
        } else {
            enter(Step.REQUEST);
            call.request(1);
        }
    }

    private void sendMessage() {
        if (!delayed && waitFor(messageNanos())) {
            return;
        }
        call.sendMessage(Objects.requireNonNull(answer));
        answer = null;
        if (!answered) {
            answered = true;
            extras = extras.afterFirst();
        }
        enter(Step.ANSWER);
    }

    private long messageNanos() {
        long interval = exchange.intervalNanos();
        return interval == 0 ? plan.messageNanos() : dueTimes.untilNext(interval) + plan.messageNanos();
    }

    private void sendTrailers() {
        if (waitFor(plan.trailerNanos())) {
            return;
        }
        if (plan.failure() != null) {
            fail(plan.failure());
        } else {
            close(Status.OK, new Metadata());
        }
    }

    private void fail(com.google.rpc.Status failure) {
        StatusRuntimeException e = StatusProto.toStatusRuntimeException(failure);
        close(e.getStatus(), Objects.requireNonNullElseGet(e.getTrailers(), Metadata::new));
    }

    private void close(Status status, Metadata trailers) {
        if (step != Step.CLOSED) {
            release();
            call.close(status, trailers);
        }
    }

    private void release() {
        step = Step.CLOSED;
        answer = null;
        if (delay != null) {
            delay.cancel(false);
            delay = null;
        }
    }

    private void enter(Step next) {
        step = next;
        delayed = false;
    }

    /** Whether the current step has to wait now; it is entered again when the time is over, and then waits no more. */
    private boolean waitFor(long nanos) {
        if (delayed || nanos <= 0) {
            return false;
        }
        delayed = true;
        delay = handlers.timer().schedule(this, nanos, TimeUnit.NANOSECONDS);
        return true;
    }
}

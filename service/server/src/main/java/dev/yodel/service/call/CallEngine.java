package dev.yodel.service.call;

import com.google.protobuf.Message;
import dev.yodel.service.behavior.BehaviorPlan;
import dev.yodel.service.behavior.RejectedRequestException;
import dev.yodel.service.behavior.Violations;
import dev.yodel.service.limits.ByteBudget.Reservation;
import dev.yodel.service.limits.Endable;
import dev.yodel.service.limits.OpenCall;
import dev.yodel.service.limits.Shed;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Ending;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one call of any type as a state machine. It advances from step to step until it has to wait for a request, for
 * flow control or for a delay; an event from the transport or the timer then resumes it.
 *
 * <pre>
 *   REQUEST   waits for a request; with client streaming for all of them
 *             → HEADERS, or RESPONSE if the headers were already sent
 *   HEADERS   waits for the header delay, then sends the headers → RESPONSE
 *             if the caller asked for a failure → TRAILERS; if for no answer at all → SILENCE
 *   SILENCE   sends nothing until the call is cancelled
 *   RESPONSE  asks the {@link CallLogic} for the next response. If there is one → MESSAGE.
 *             If not, and the client may still send → REQUEST. If not, and the client has half-closed → TRAILERS
 *   MESSAGE   waits until the transport is ready, for the message delay and for memory, then sends the response → RESPONSE
 *   TRAILERS  waits for the trailer delay, then sends the status → CLOSED
 *   CLOSED    reached from any step if the call is cancelled or its request is rejected
 * </pre>
 *
 * <p>A call reads its next request only after every response to the current one is sent, or, with client streaming, after
 * the current one is accepted. So it never holds more than one request and one response. Transport and timer threads take
 * the call's lock; it is rarely contended, and no thread blocks while holding it.
 */
final class CallEngine<ReqT, RespT> extends ServerCall.Listener<ReqT> implements Runnable, Endable {

    private enum Step {
        REQUEST,
        HEADERS,
        SILENCE,
        RESPONSE,
        MESSAGE,
        TRAILERS,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(CallEngine.class);

    /** In the text of the error for off-heap memory. */
    private static final String DIRECT_MEMORY = "direct buffer memory";

    private final ServerCall<ReqT, RespT> call;
    private final Metadata headers;
    private final CallHandlerFactory factory;
    private final ApiFields<ReqT, RespT> fields;
    private final CallLogic<ReqT, RespT> logic;
    private final MethodType type;
    private final ResponseMemory memory;

    private Step step = Step.REQUEST;
    private BehaviorPlan plan = BehaviorPlan.NONE;
    private @Nullable ResponseExtras<RespT> extras;
    private @Nullable CallTimer timer; // Most calls have no delay.
    private @Nullable RespT response;
    private @Nullable OpenCall open;

    private boolean requested;
    private boolean halfClosed;
    private boolean headersSent;
    private int responses;

    CallEngine(
            ServerCall<ReqT, RespT> call,
            Metadata headers,
            CallHandlerFactory factory,
            ApiFields<ReqT, RespT> fields,
            CallLogic<ReqT, RespT> logic) {
        this.call = call;
        this.headers = headers;
        this.factory = factory;
        this.fields = fields;
        this.logic = logic;
        type = call.getMethodDescriptor().getType();
        memory = new ResponseMemory(call, factory.responses(), this::resumeWithMemory);
    }

    void start() {
        open = OpenCall.attach(call.getAttributes(), this);
        String refusal = open == null ? null : open.admit();
        if (refusal != null) {
            close(Shed.status(refusal), Shed.trailers(refusal));
            return;
        }
        // Where one request is allowed, ask for two: a second one is the caller's error and must be detected.
        call.request(type.clientSendsOneMessage() ? 2 : 1);
    }

    @Override
    public synchronized void onMessage(ReqT request) {
        if (step == Step.CLOSED) {
            return;
        }
        if (requested && type.clientSendsOneMessage()) {
            close(CallEnding.cardinality(2), new Metadata());
            return;
        }
        if (open != null && !open.keep()) {
            close(open.noRoom(), new Metadata());
            return;
        }
        try {
            if (!requested) {
                requested = true;
                plan(fields.behaviorOf().apply(request));
            }
            logic.accept(request);
            checkTotal();
            if (timer == null && logic.intervalNanos() > 0) {
                timer = new CallTimer(factory.nanoClock(), factory.scheduler(), this);
            }
        } catch (RejectedRequestException e) {
            fail(e.status());
            return;
        }
        if (type == MethodType.BIDI_STREAMING) {
            respond();
        } else if (type == MethodType.CLIENT_STREAMING) {
            call.request(1);
        }
    }

    @Override
    public synchronized void onHalfClose() {
        halfClosed = true;
        if (!requested && type.clientSendsOneMessage()) {
            close(CallEnding.cardinality(0), new Metadata());
            return;
        }
        // In any other step the call is already on its way to the end.
        if (step == Step.REQUEST) {
            respond();
        }
    }

    @Override
    public synchronized void onReady() {
        memory.releaseIfDrained();
        if (step == Step.MESSAGE || step == Step.TRAILERS) {
            advance();
        }
    }

    @Override
    public synchronized void onCancel() {
        plan.ended(Status.Code.CANCELLED.value(), responses);
        release();
        memory.close();
    }

    @Override
    public synchronized void onComplete() {
        release();
        memory.close();
    }

    @Override
    public synchronized void end(Status status) {
        close(status, new Metadata());
    }

    /** A call that is never answered must not hold up a drain. */
    @Override
    public synchronized boolean endsAtGoAway() {
        return step == Step.SILENCE;
    }

    @Override
    public synchronized boolean holdsAwaitedMemory() {
        return memory.isAwaited();
    }

    /** The delay is over. */
    @Override
    public synchronized void run() {
        Objects.requireNonNull(timer).elapsed();
        resume();
    }

    /** There is room for the response that has waited for it. */
    private synchronized void resumeWithMemory() {
        memory.grant();
        resume();
    }

    private void resume() {
        try {
            advance();
        } catch (RuntimeException e) {
            // For calls from the transport, grpc does the same.
            LOG.error("{} failed", call.getMethodDescriptor().getFullMethodName(), e);
            Status failure = Status.UNKNOWN.withDescription("Application error processing RPC");
            close(failure.withCause(e), new Metadata());
        }
    }

    private void plan(Behavior behavior) {
        plan = factory.behaviors().plan(behavior, headers);
        if (plan == BehaviorPlan.NONE) {
            return;
        }
        timer = new CallTimer(factory.nanoClock(), factory.scheduler(), this);
        extras = fields.extras(plan.paddingBytes(), factory.infoFactory().of(plan, call, headers));
    }

    /** A few bytes of request must not oblige the server to send terabytes. */
    private void checkTotal() {
        long count = type == MethodType.SERVER_STREAMING ? logic.responseCount() : 0;
        if (count > 0) {
            Violations violations = new Violations();
            violations.checkTotal(
                    logic.countField(), count, logic.responseBytes() + plan.paddingBytes(), factory.maxTotalBytes());
            violations.rejectIfAny();
        }
    }

    private void respond() {
        enter(headersSent ? Step.RESPONSE : Step.HEADERS);
        advance();
    }

    private void advance() {
        while (timer == null || !timer.isPending()) {
            switch (step) {
                case HEADERS -> sendHeaders();
                case RESPONSE -> nextResponse();
                case MESSAGE -> {
                    if (!memory.isReady()) {
                        return;
                    }
                    sendMessage();
                }
                case TRAILERS -> {
                    if (CallEnding.isAbrupt(plan) && !CallEnding.hasWrittenAll(call)) {
                        return;
                    }
                    sendTrailers();
                }
                case REQUEST, SILENCE, CLOSED -> {
                    return;
                }
            }
        }
    }

    private void sendHeaders() {
        if (timer != null
                && (timer.waitFromStart(plan.headerNanos()) || timer.waitForWork(factory.cpuWork(), plan.cpuNanos()))) {
            return;
        }
        if (plan.ending() == Ending.ENDING_NEVER) {
            enter(Step.SILENCE);
            return;
        }
        if (failsNow() && plan.headers().isEmpty() && plan.ending() == Ending.ENDING_UNSPECIFIED) {
            enter(Step.TRAILERS);
            return;
        }
        if (!plan.compression().isEmpty()) {
            call.setCompression(plan.compression());
        }
        call.sendHeaders(ResponseMetadata.headers(plan));
        headersSent = true;
        enter(failsNow() ? Step.TRAILERS : Step.RESPONSE);
    }

    private void nextResponse() {
        response = responses > 0 && type.serverSendsOneMessage() ? null : logic.next();
        if (response != null) {
            enter(Step.MESSAGE);
        } else if (halfClosed) {
            enter(Step.TRAILERS);
        } else {
            enter(Step.REQUEST);
            if (open != null) {
                open.forget();
            }
            call.request(1);
        }
    }

    private void sendMessage() {
        if (timer != null && timer.waitForNext(logic.intervalNanos(), plan::nextMessageNanos)) {
            return;
        }
        RespT message = Objects.requireNonNull(response);
        int bytes = ((Message) message).getSerializedSize() + (extras == null ? 0 : extras.size());
        Reservation reservation = memory.reserve(bytes);
        if (reservation == Reservation.NEVER) {
            close(CallEnding.responseTooLarge(bytes, factory.responses().perConnection()), new Metadata());
        }
        if (reservation != Reservation.GRANTED) {
            return;
        }
        response = null;
        responses++;
        enter(failsNow() ? Step.TRAILERS : Step.RESPONSE);
        send(extras == null ? message : extras.addTo(message));
    }

    /** Whether the requested failure is due. */
    private boolean failsNow() {
        return plan.failure() != null && responses == plan.failsAfter();
    }

    /** grpc ends the call if the transport finds no memory; the error would only fill the log. */
    private void send(RespT message) {
        if (plan.compressEvery() > 1) {
            call.setMessageCompression((responses - 1) % plan.compressEvery() == 0);
        }
        try {
            call.sendMessage(message);
        } catch (OutOfMemoryError e) {
            if (open == null || !String.valueOf(e.getMessage()).contains(DIRECT_MEMORY)) {
                throw e;
            }
            open.refused("transport-memory", e.getMessage());
            release();
        }
    }

    private void sendTrailers() {
        if (timer != null && timer.waitFor(plan.trailerNanos())) {
            return;
        }
        if (CallEnding.isAbrupt(plan)) {
            plan.ended(Status.Code.CANCELLED.value(), responses);
            release();
            CallEnding.abruptly(call, plan);
            return;
        }
        CallEnding.announce(call, plan);
        if (plan.failure() != null && failsNow()) {
            factory.injections()
                    .injected(call.getMethodDescriptor(), plan.failure().getCode());
            fail(plan.failure());
        } else {
            close(Status.OK, ResponseMetadata.trailers(plan));
        }
    }

    private void fail(com.google.rpc.Status failure) {
        StatusRuntimeException e = StatusProto.toStatusRuntimeException(failure);
        Metadata trailers = ResponseMetadata.trailers(plan);
        if (e.getTrailers() != null) {
            trailers.merge(e.getTrailers());
        }
        close(e.getStatus(), trailers);
    }

    private void close(Status status, Metadata trailers) {
        if (step != Step.CLOSED) {
            plan.ended(status.getCode().value(), responses);
            release();
            call.close(status, trailers);
        }
    }

    private void release() {
        step = Step.CLOSED;
        response = null;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void enter(Step next) {
        step = next;
        if (timer != null) {
            timer.nextStep();
        }
    }
}

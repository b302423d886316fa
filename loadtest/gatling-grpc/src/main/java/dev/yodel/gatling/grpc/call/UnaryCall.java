package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.check.GrpcResponse;
import dev.yodel.gatling.grpc.outcome.Outcome;
import dev.yodel.gatling.grpc.outcome.SingleResponse;
import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import dev.yodel.gatling.grpc.stats.CallSample;
import io.gatling.core.session.Session;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One unary call.
 *
 * <p>It ends exactly once: by the transport, or by an error while it is sent, whichever is first. The end is timed on
 * the thread of the connection, and judged on the event loop of the user.
 */
public final class UnaryCall<Q, S> extends ClientCall.Listener<S> implements Runnable {

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<UnaryCall, Status> STATUS =
            AtomicReferenceFieldUpdater.newUpdater(UnaryCall.class, Status.class, "status");

    private static final int ONE_AND_ONE_TOO_MANY = 2;

    private final CallFactory<Q, S> factory;
    private final CheckList checks;
    private final CallPlan plan;
    private final Session session;
    private final Consumer<Ended> next;
    private final CallTrace trace;

    private long dueNanos;
    private long startNanos;
    private long endNanos;
    private boolean cutOff;
    private @Nullable ClientCall<Q, S> call;
    private int messages;
    private @Nullable S message;
    private @Nullable Metadata headers;
    private @Nullable Metadata trailers;
    private volatile @Nullable Status status;

    public UnaryCall(
            CallFactory<Q, S> factory, CheckList checks, CallPlan plan, Session session, Consumer<Ended> next) {
        this.factory = factory;
        this.checks = checks;
        this.plan = plan;
        trace = factory.newTrace(plan);
        this.session = session;
        this.next = next;
    }

    /** Starts the call, which is due now. */
    public void start(Q request) {
        long now = factory.components().nanoTime();
        start(request, now, now);
    }

    /** Starts the call, which was due at the given time. */
    public void start(Q request, long due) {
        start(request, due, factory.components().nanoTime());
    }

    private void start(Q request, long due, long now) {
        GrpcComponents components = factory.components();
        dueNanos = due;
        startNanos = now;
        components.callStarted(plan.name(), MethodType.UNARY, due);
        try {
            ClientCall<Q, S> started = factory.newCall(plan, trace);
            call = started;
            started.start(this, plan.headers());
            started.request(ONE_AND_ONE_TOO_MANY);
            started.sendMessage(request);
            started.halfClose();
        } catch (Throwable e) {
            // Either the call was closed concurrently and onClose has ended it, or it will never be closed.
            ClientCall<Q, S> broken = call;
            if (broken != null) {
                broken.cancel("could not be sent", e);
            }
            end(Status.fromThrowable(e), new Metadata());
        }
    }

    @Override
    public void onHeaders(Metadata responseHeaders) {
        headers = responseHeaders;
    }

    @Override
    public void onMessage(S response) {
        messages++;
        message = response;
        ClientCall<Q, S> answered = call;
        if (messages == ONE_AND_ONE_TOO_MANY && answered != null) {
            // More messages may follow, and gRPC would not close the call before they are requested.
            end(SingleResponse.TOO_MANY, new Metadata());
            answered.cancel("more than one answer", null);
        }
    }

    @Override
    public void onClose(Status closeStatus, Metadata closeTrailers) {
        end(SingleResponse.check(MethodType.UNARY, messages, closeStatus), closeTrailers);
    }

    private void end(Status endStatus, Metadata endTrailers) {
        long now = factory.components().nanoTime();
        if (!STATUS.compareAndSet(this, null, endStatus)) {
            return;
        }
        endNanos = now;
        cutOff = !endStatus.isOk() && factory.components().stopped();
        trailers = endTrailers;
        EventLoopBatch.to(session.eventLoop(), this);
    }

    /** Judges the call and reports its sample. */
    @Override
    public void run() {
        Status ended = Objects.requireNonNull(status);
        CheckList.Checked checked = checks.isEmpty()
                ? CheckList.Checked.nothing(session)
                : checks.run(
                        new GrpcResponse<>(headers, message, messages, ended, trailers, factory.schema()), session);
        Outcome outcome = cutOff ? Outcome.cutOff() : Outcome.of(ended, trace.progress(), checked);
        CallSample sample = new CallSample(
                plan.name(),
                MethodType.UNARY,
                dueNanos,
                startNanos,
                endNanos,
                ended.getCode(),
                outcome.failureSource(),
                factory.components().errorKinds().representative(plan.name(), outcome),
                trace.sentBytes(),
                trace.receivedBytes(),
                ServerTiming.nanos(trailers),
                false,
                trace.peer(),
                trace.traceId());
        factory.components().callEnded(sample);
        next.accept(new Ended(checked.session(), sample));
    }

    /**
     * A call that has been judged.
     *
     * @param session the user's session with values saved by checks
     * @param sample what was measured
     */
    public record Ended(Session session, CallSample sample) {}
}

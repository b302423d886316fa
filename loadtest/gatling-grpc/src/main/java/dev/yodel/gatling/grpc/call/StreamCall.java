package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.bridge.GatlingStats;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.check.GrpcResponse;
import dev.yodel.gatling.grpc.outcome.Outcome;
import dev.yodel.gatling.grpc.outcome.StreamEnd;
import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import dev.yodel.gatling.grpc.protocol.OpenStream;
import dev.yodel.gatling.grpc.stats.CallSample;
import io.gatling.core.session.Session;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one user, from its opening until its outcome is reported.
 *
 * <p><b>Threads.</b> The transport takes the time of each event and passes it to the user's event loop, on which all
 * other code runs: there are no locks.
 *
 * <p><b>Flow control.</b> Received messages wait in the {@link ReceiveBuffer}, which bounds them, until they are
 * awaited; sending waits until the transport is ready. Memory is bounded in both directions, and the server sees a slow
 * reader as one.
 *
 * <p><b>Outcome.</b> The sample is reported once: when the end is awaited, otherwise when the user or the run ends.
 */
public final class StreamCall<Q, S> extends ClientCall.Listener<S> implements OpenStream {

    private final StreamAttributes<Q, S> attributes;
    private final CallFactory<Q, S> factory;
    private final GrpcComponents components;
    private final GatlingStats gatlingStats;
    private final EventLoop loop;
    private final CallTrace trace;
    private final ClientCall<Q, S> call;
    private final StreamJudgement judgement;
    private final StreamMeasurement<Q, S> measurement;
    private final ReceiveBuffer<S> receiveBuffer;
    private final WaitTimer timer;
    private final @Nullable PacedRequests slowly;
    private boolean halfClosed;
    private boolean broken;
    private boolean abandoned;
    private @Nullable Metadata headers;
    private @Nullable S lastMessage;
    private @Nullable StreamEnd ended;
    private @Nullable StreamListener listener;

    public StreamCall(
            StreamAttributes<Q, S> attributes,
            CallFactory<Q, S> factory,
            GatlingStats gatlingStats,
            CallPlan plan,
            Session session) {
        this.attributes = attributes;
        this.factory = factory;
        this.gatlingStats = gatlingStats;
        components = factory.components();
        loop = session.eventLoop();
        trace = factory.newTrace(plan);
        call = factory.newCall(plan, trace);
        judgement = new StreamJudgement(session);
        measurement = new StreamMeasurement<>(
                plan.name(), factory.method().getType(), components.listener(), attributes.matching(), this::fail);
        Double readRate = attributes.readRate();
        slowly = readRate == null
                ? null
                : new PacedRequests(
                        (nanos, task) -> loop.schedule(task, nanos, TimeUnit.NANOSECONDS),
                        components::nanoTime,
                        readRate,
                        call::request);
        receiveBuffer = slowly == null
                ? new ReceiveBuffer<>(attributes.receiveBuffer(), call::request)
                : new ReceiveBuffer<>(1, slowly);
        timer = new WaitTimer(loop, components::nanoTime);
    }

    // Called by the user's actions, on the user's event loop.

    /**
     * Starts the call.
     *
     * @param due its due time; null is now, and a due time in the future is treated as now
     */
    public void open(Metadata requestHeaders, @Nullable Long due) {
        long dueNanos = measurement.opened(due, components.nanoTime());
        components.callStarted(measurement.name(), measurement.kind(), dueNanos);
        components.openStreams().register(this);
        try {
            call.start(this, requestHeaders);
            receiveBuffer.open();
        } catch (Throwable e) {
            call.cancel("could not be opened", e);
            closed(end(Status.fromThrowable(e), new Metadata()));
        }
    }

    /** Whether it has neither ended nor been cancelled by the scenario. */
    public boolean isOpen() {
        return ended == null && !judgement.isCancelled();
    }

    public boolean hasEnded() {
        return ended != null;
    }

    /** Whether it has ended with status OK. */
    public boolean endedWithOk() {
        return ended != null && ended.status().isOk();
    }

    /** Whether the server ended it with status OK before the client half-closed it, which is a success. */
    public boolean endedEarly() {
        return endedWithOk() && !halfClosed;
    }

    public boolean isReady() {
        return call.isReady();
    }

    /** Sends a message that is due now; see {@link #send(Object, long, long)}. */
    public void send(Q message, long now) {
        send(message, now, now);
    }

    /** Sends a message now. A caller that sends more than one checks {@link #isReady()} first. */
    public void send(Q message, long due, long now) {
        try {
            call.sendMessage(message);
        } catch (Throwable e) {
            broken = true;
            if (e instanceof Error) { // gRPC reports an exception in the status, but no error
                fail(Outcome.unwritten(e));
            }
            call.cancel("message could not be sent", e);
            return;
        }
        measurement.sent(message, due, now);
    }

    public void halfClose() {
        if (isOpen() && !broken) {
            halfClosed = true;
            call.halfClose();
        }
    }

    /** Cancels the call at the scenario's request, which is no failure. */
    public void cancel() {
        if (isOpen()) {
            judgement.cancelledByScenario();
            call.cancel("cancelled by the scenario", null);
        }
    }

    /** Notifies the listener of everything that happens from now on. */
    public void listen(StreamListener newListener) {
        listener = newListener;
        timer.watch(newListener);
    }

    public void stopListening() {
        listener = null;
        timer.unwatch();
    }

    /**
     * Fails the whole call, unless it has failed before, or is still open after the run: then the end of the run cuts it
     * off, whether its end or a time-out is processed first.
     */
    public void fail(Outcome outcome) {
        if (ended != null || !components.stopped()) {
            judgement.fail(outcome);
        }
    }

    /** The outcome for an action that the end interrupts: the cause of the end, or the text if it was no failure. */
    public Outcome interrupted(String text) {
        return judgement.interrupted(ended, trace.progress(), text);
    }

    /** The user acts on the stream again, with a newer session. */
    public void update(Session session) {
        judgement.update(session);
    }

    /** A received message as a response to check. */
    public GrpcResponse<S> response(S message) {
        return new GrpcResponse<>(headers, message, measurement.received(), null, null, factory.schema());
    }

    public String name() {
        return measurement.name();
    }

    /** How many messages were sent on it. */
    public long sent() {
        return measurement.sent();
    }

    public ReceiveBuffer<S> receiveBuffer() {
        return receiveBuffer;
    }

    public StreamAttributes<Q, S> attributes() {
        return attributes;
    }

    public GrpcComponents components() {
        return components;
    }

    // Called by the transport, on its own threads.

    @Override
    public void onHeaders(Metadata responseHeaders) {
        onLoop(() -> headers = responseHeaders);
    }

    @Override
    public void onMessage(S message) {
        long now = components.nanoTime();
        onLoop(() -> received(message, now));
    }

    @Override
    public void onReady() {
        onLoop(() -> {
            if (listener != null) {
                listener.ready();
            }
        });
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        StreamEnd end = end(status, trailers);
        onLoop(() -> closed(end));
    }

    private StreamEnd end(Status status, Metadata trailers) {
        return new StreamEnd(status, trailers, components.nanoTime(), components.stopped());
    }

    @Override
    public void userEnded() {
        cancel();
        abandon();
    }

    @Override
    public void runStopped() {
        onLoop(this::judgeUnchecked);
    }

    /** Runs the task soon, on the user's event loop. Called on any thread. */
    public void onLoop(Runnable task) {
        EventLoopBatch.to(loop, task);
    }

    // On the user's event loop again.

    private void received(S message, long now) {
        measurement.received(message, now);
        lastMessage = message;
        Session session = judgement.session();
        if (session != null && !attributes.eachMessage().isEmpty()) {
            String error =
                    attributes.eachMessage().run(response(message), session).error();
            if (error != null) {
                fail(Outcome.failedCheck(error));
            }
        }
        receiveBuffer.add(message);
        if (listener != null) {
            listener.received();
        }
    }

    private void closed(StreamEnd end) {
        if (ended != null) {
            return;
        }
        ended = end.checked(measurement.kind(), measurement.received());
        if (slowly != null) {
            slowly.stop();
        }
        judgement.ended(ended);
        if (listener != null) {
            listener.closed();
        }
        if (abandoned || components.stopped()) {
            judgeUnchecked();
        }
    }

    /** No action will await its end: the stream is judged now, or as soon as it has ended. */
    public void abandon() {
        abandoned = true;
        judgeUnchecked();
    }

    private void judgeUnchecked() {
        Session session = judgement.session();
        if (session != null) {
            var unused = judge(CheckList.NONE, session);
        }
    }

    /**
     * Judges the call and reports its sample, if it has ended and was not judged before. Returns the updated session.
     */
    public Session judge(CheckList checks, Session session) {
        StreamEnd end = ended;
        if (end == null || judgement.isDone()) {
            return session;
        }
        judgement.done();
        CheckList.Checked checked = checks.run(response(end), session);
        Outcome outcome = judgement.outcome(end, trace.progress(), checked);
        CallSample sample = measurement.sample(end, endedEarly(), outcome, trace, components.errorKinds());
        timer.cancel();
        components.openStreams().unregister(this);
        components.callEnded(sample);
        Session reported = judgement.isCutOff() ? checked.session() : gatlingStats.callEnded(checked.session(), sample);
        return sample.ok() ? reported : reported.markAsFailed();
    }

    private GrpcResponse<S> response(StreamEnd end) {
        return new GrpcResponse<>(
                headers, lastMessage, measurement.received(), end.status(), end.trailers(), factory.schema());
    }
}

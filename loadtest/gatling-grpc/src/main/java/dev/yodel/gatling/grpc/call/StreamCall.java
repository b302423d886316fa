package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.bridge.GatlingStats;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.check.GrpcResponse;
import dev.yodel.gatling.grpc.outcome.Outcome;
import dev.yodel.gatling.grpc.outcome.StreamEnd;
import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import dev.yodel.gatling.grpc.protocol.OpenStream;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.MessageSample;
import io.gatling.core.session.Session;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one user, from its opening until it has been judged.
 *
 * <p><b>Threads.</b> The transport takes the time of whatever comes and hands it to the user's event loop, on which all
 * the rest happens: nothing here is locked.
 *
 * <p><b>Flow.</b> Received messages wait in the {@link ReceiveBuffer} until they are awaited, which bounds them; sending waits
 * until the transport is ready. So memory is bounded in both directions, and a slow reader is seen by the server as one.
 *
 * <p><b>Judgement.</b> The sample is told once: when the end was awaited, else when the user ends or the run does. A
 * check that failed on a message, or an await that timed out, fails the whole call.
 */
public final class StreamCall<Q, S> extends ClientCall.Listener<S> implements OpenStream {

    private final StreamAttributes<Q, S> attributes;
    private final CallFactory<Q, S> factory;
    private final GrpcComponents components;
    private final GatlingStats log;
    private final EventLoop loop;
    private final String name;
    private final MethodType kind;
    private final CallTrace trace;
    private final ClientCall<Q, S> call;
    private final MessageClock<Q, S> clock;
    private final ReceiveBuffer<S> receiveBuffer;
    private final WaitTimer timer;

    private long dueNanos;
    private long startNanos;
    private long lastNanos;
    private long sent;
    private long received;
    private boolean cancelled;
    private boolean broken;
    private boolean abandoned;
    private boolean told;
    private boolean cutOff;
    private @Nullable Metadata headers;
    private @Nullable S lastMessage;
    private @Nullable StreamEnd ended;
    private @Nullable Outcome failure;
    private @Nullable StreamListener wait;

    /** Of the user's last step with it, until it has been judged: a session holds the user's streams, and each of them one. */
    private @Nullable Session latest;

    public StreamCall(
            StreamAttributes<Q, S> attributes,
            CallFactory<Q, S> factory,
            GatlingStats log,
            CallPlan plan,
            Session session) {
        this.attributes = attributes;
        this.log = log;
        name = plan.name();
        this.factory = factory;
        components = factory.components();
        loop = session.eventLoop();
        latest = session;
        kind = factory.method().getType();
        clock = new MessageClock<>(attributes.matching());
        trace = factory.newTrace();
        call = factory.newCall(plan, trace);
        receiveBuffer = new ReceiveBuffer<>(attributes.receiveBuffer(), call::request);
        timer = new WaitTimer(loop, components::nanoTime);
    }

    // What the user's actions do. All of it on the user's event loop.

    /**
     * Starts the call.
     *
     * @param due its due time; null is now, and a due time in the future is treated as now
     */
    public void open(Metadata requestHeaders, @Nullable Long due) {
        startNanos = components.nanoTime();
        dueNanos = due == null || due - startNanos > 0 ? startNanos : due;
        lastNanos = startNanos;
        components.callStarted(name, kind, dueNanos);
        components.streamOpened(this);
        try {
            call.start(this, requestHeaders);
            receiveBuffer.open();
        } catch (Throwable e) {
            call.cancel("could not be opened", e);
            closed(end(Status.fromThrowable(e), new Metadata()));
        }
    }

    /** Whether there is still somebody to send to: it has neither ended nor been cancelled by the scenario. */
    public boolean isOpen() {
        return ended == null && !cancelled;
    }

    public boolean hasEnded() {
        return ended != null;
    }

    /** How many messages were sent on it. */
    public long sent() {
        return sent;
    }

    public boolean isReady() {
        return call.isReady();
    }

    /**
     * Sends a message now, though the transport may not be ready: who sends more than one asks first.
     *
     * @param now the time, which is the due time of whatever has no other
     */
    public void send(Q message, long now) {
        send(message, now, now);
    }

    /** Sends a message now, which was due at another time. */
    public void send(Q message, long due, long now) {
        try {
            call.sendMessage(message);
        } catch (Throwable e) {
            broken = true;
            if (e instanceof Error) { // of an exception gRPC tells in the status
                fail(Outcome.unwritten(e));
            }
            call.cancel("message could not be sent", e);
            return;
        }
        sent++;
        if (kind == MethodType.BIDI_STREAMING) {
            remember(message, due);
        }
        components.listener().messageSent(name, kind, due, now);
    }

    private void remember(Q message, long due) {
        try {
            clock.sent(message, due);
        } catch (Throwable e) {
            fail(Outcome.thrown(e)); // a key is the scenario's own function
        }
    }

    public void halfClose() {
        if (isOpen() && !broken) {
            call.halfClose();
        }
    }

    /** Cancels the call because the scenario wants so, which is no failure. */
    public void cancel() {
        if (isOpen()) {
            cancelled = true;
            call.cancel("cancelled by the scenario", null);
        }
    }

    public ReceiveBuffer<S> receiveBuffer() {
        return receiveBuffer;
    }

    /** Has the wait told of everything that happens from now on, until it is over. */
    public void await(StreamListener newWait) {
        wait = newWait;
        timer.watch(newWait);
    }

    public void waited() {
        wait = null;
        timer.unwatch();
    }

    /** Fails the whole call, unless it has failed before. */
    public void fail(Outcome outcome) {
        if (failure == null && !cutOff) {
            failure = outcome;
        }
    }

    /** The outcome for whom its end kept waiting: what ended it, or the text if it ended well or by the scenario. */
    public Outcome endedBefore(String wanted) {
        StreamEnd end = ended;
        return end == null || end.status().isOk() || cancelled
                ? new Outcome(FailureSource.CHECK, wanted)
                : Outcome.of(end.status(), trace.progress());
    }

    public GrpcResponse<S> response() {
        StreamEnd end = ended;
        return new GrpcResponse<>(
                headers,
                lastMessage,
                received,
                end == null ? null : end.status(),
                end == null ? null : end.trailers(),
                factory.schema());
    }

    /** The message as a response to check, the call still going on. */
    public GrpcResponse<S> response(S message) {
        return new GrpcResponse<>(headers, message, received, null, null, factory.schema());
    }

    public GrpcComponents components() {
        return components;
    }

    public StreamAttributes<Q, S> attributes() {
        return attributes;
    }

    /** The user takes another step with it, by a session that has gone on meanwhile. */
    public void reached(Session session) {
        if (!told) {
            latest = session;
        }
    }

    public String name() {
        return name;
    }

    // What the transport tells. On its own threads.

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
            if (wait != null) {
                wait.ready();
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
        onLoop(this::judgeAsItIs);
    }

    /** Has the task run soon, on the user's event loop. Called on any thread. */
    public void onLoop(Runnable task) {
        EventLoopBatch.to(loop, task);
    }

    // What happens then. On the user's event loop again.

    private void received(S message, long now) {
        long gap = now - lastNanos;
        lastNanos = now;
        components
                .listener()
                .messageReceived(new MessageSample(name, kind, received, now, gap, roundTrip(message, now)));
        received++;
        lastMessage = message;
        Session session = latest;
        if (session != null && !attributes.eachMessage().isEmpty()) {
            String error =
                    attributes.eachMessage().run(response(message), session).error();
            if (error != null) {
                fail(Outcome.failedCheck(error));
            }
        }
        receiveBuffer.add(message);
        if (wait != null) {
            wait.received();
        }
    }

    private long roundTrip(S message, long now) {
        if (kind != MethodType.BIDI_STREAMING) {
            return MessageClock.NO_ANSWER;
        }
        try {
            return clock.roundTrip(message, now);
        } catch (Throwable e) {
            fail(Outcome.thrown(e)); // a key is the scenario's own function
            return MessageClock.NO_ANSWER;
        }
    }

    private void closed(StreamEnd end) {
        if (ended != null) {
            return;
        }
        ended = end.checked(kind, received);
        cancelled &= ended.status().getCode() == Status.Code.CANCELLED; // else something had ended it before
        cutOff = ended.isCutOff() && !cancelled;
        if (wait != null) {
            wait.closed();
        }
        if (abandoned || components.stopped()) {
            judgeAsItIs();
        }
    }

    /** Nobody will await its end any more: it is judged as it is, or as soon as it has ended. */
    public void abandon() {
        abandoned = true;
        judgeAsItIs();
    }

    private void judgeAsItIs() {
        Session session = latest;
        if (session != null) {
            var unused = judge(CheckList.NONE, session);
        }
    }

    /** Judges the call and tells its sample, if it has ended and was not told before: the session goes on as that says. */
    public Session judge(CheckList checks, Session session) {
        StreamEnd end = ended;
        if (end == null || told) {
            return session;
        }
        told = true;
        latest = null;
        CheckList.Checked checked = checks.run(response(), session);
        Outcome outcome = outcome(end, checked);
        CallSample sample = new CallSample(
                name,
                kind,
                dueNanos,
                startNanos,
                end.nanos(),
                end.code(),
                outcome.failureSource(),
                outcome.told(name, components.errorKinds()),
                trace.sentBytes(),
                trace.receivedBytes(),
                ServerTiming.nanos(end.trailers()));
        timer.cancel();
        components.streamEnded(this);
        components.callEnded(sample);
        Session logged = cutOff ? checked.session() : log.ended(checked.session(), sample);
        return sample.ok() ? logged : logged.markAsFailed();
    }

    private Outcome outcome(StreamEnd end, CheckList.Checked checked) {
        if (failure != null) {
            return failure;
        }
        if (cutOff) {
            return Outcome.cutOff();
        }
        if (cancelled) {
            return checked.error() == null ? Outcome.OK : Outcome.failedCheck(checked.error());
        }
        return Outcome.of(end.status(), trace.progress(), checked);
    }
}

package dev.yodel.gatling.grpc.protocol;

import dev.yodel.gatling.grpc.bridge.RunTermination;
import dev.yodel.gatling.grpc.channel.Channels;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.outcome.ErrorKinds;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.GrpcRun;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.gatling.core.CoreComponents;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.session.Session;
import io.grpc.Channel;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import scala.Function1;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Everything that one run shares: channels, schemas, open calls and listeners. Created once per protocol and run,
 * regardless of the number of scenarios. Thread-safe.
 */
public final class GrpcComponents implements ProtocolComponents, GrpcRun {

    /** How long the end of a run waits for the calls that it cancelled. */
    private static final long STOP_SECONDS = 2;

    private final GrpcProtocol protocol;
    private final Channels channels;
    private final Schemas schemas;
    private final SampleListener listener;
    private final OpenCalls openCalls = new OpenCalls();
    private final WindDown windDown = new WindDown();
    private final ErrorKinds errorKinds = new ErrorKinds();
    private final RefusalLog refusals = new RefusalLog();
    private final Map<CheckList, CheckList> checks = new ConcurrentHashMap<>();
    private final AtomicBoolean endReported = new AtomicBoolean();

    GrpcComponents(GrpcProtocol protocol, CoreComponents core) {
        this.protocol = protocol;
        channels = new Channels(protocol.channel(), core.eventLoopGroup(), protocol.nanoClock());
        schemas = new Schemas(protocol, channels, core.eventLoopGroup());
        listener = Listeners.of(protocol.listeners());
        RunTermination.onTermination(core, this::terminated);
        listener.runStarted(this);
    }

    public GrpcProtocol protocol() {
        return protocol;
    }

    /** The schemas of methods that are called without a stub. */
    public Schemas schemas() {
        return schemas;
    }

    /** The error texts of the run. */
    public ErrorKinds errorKinds() {
        return errorKinds;
    }

    /** The log of calls that could not start. */
    public RefusalLog refusals() {
        return refusals;
    }

    /** The actions that a wind-down ends early. */
    public WindDown windDownListeners() {
        return windDown;
    }

    /** The streams that a stop ends. */
    public OpenCalls openStreams() {
        return openCalls;
    }

    public SampleListener listener() {
        return listener;
    }

    /** The checks of a scenario, with the state that they have in this run. */
    public CheckList checks(CheckList ofScenario) {
        return checks.computeIfAbsent(ofScenario, CheckList::forRun);
    }

    /** The channel to the default target, for a call of the session's user. */
    public Channel channel(Session session) {
        return channel(ChannelSettings.DEFAULT_TARGET, session);
    }

    /**
     * The channel to a target, for a call of the session's user.
     *
     * @throws IllegalArgumentException if no target has that name
     */
    public Channel channel(String target, Session session) {
        return channels.of(target, session.userId(), session.eventLoop());
    }

    /**
     * Checks that a target has the name.
     *
     * @throws IllegalArgumentException if none has
     */
    public void requireTarget(String name) {
        channels.requireTarget(name);
    }

    public long nanoTime() {
        return protocol.nanoClock().getAsLong();
    }

    /** Whether the run has stopped. An action then does nothing and does not proceed: a loop would spin forever. */
    public boolean stopped() {
        return openCalls.stopped();
    }

    public void callStarted(String name, MethodType kind, long dueNanos) {
        openCalls.started();
        listener.callStarted(name, kind, dueNanos);
    }

    public void callEnded(CallSample sample) {
        listener.callEnded(sample);
        openCalls.ended();
    }

    @Override
    public List<ChannelStats> channels() {
        return channels.stats();
    }

    @Override
    public long openCalls() {
        return openCalls.count();
    }

    @Override
    public void windDown() {
        windDown.start();
    }

    @Override
    public CompletionStage<Void> stop() {
        openCalls.stop();
        channels.close();
        return CompletableFuture.allOf(
                        openCalls.allEnded().toCompletableFuture(),
                        channels.ended().toCompletableFuture())
                .thenRun(this::reportEnd);
    }

    private void reportEnd() {
        if (endReported.compareAndSet(false, true)) {
            listener.runEnded();
        }
    }

    @Override
    public Function1<Session, Session> onStart() {
        return session -> session;
    }

    @Override
    public Function1<Session, BoxedUnit> onExit() {
        return session -> {
            for (Object attribute :
                    CollectionConverters.asJava(session.attributes().values())) {
                if (attribute instanceof OpenStream stream) {
                    stream.userEnded();
                }
            }
            channels.userEnded(session.userId());
            return BoxedUnit.UNIT;
        };
    }

    private void terminated() {
        stop().toCompletableFuture()
                .completeOnTimeout(null, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        reportEnd();
    }
}

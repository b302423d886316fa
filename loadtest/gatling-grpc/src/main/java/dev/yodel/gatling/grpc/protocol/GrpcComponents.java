package dev.yodel.gatling.grpc.protocol;

import dev.yodel.gatling.grpc.outcome.ErrorKinds;
import dev.yodel.gatling.grpc.bridge.RunTermination;
import dev.yodel.gatling.grpc.channel.Channels;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.GrpcRun;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import io.gatling.core.CoreComponents;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.session.Session;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * What one run owns: its channels, its open calls and the listeners that it tells. Made once for a protocol and a run,
 * whatever the number of scenarios. Thread-safe.
 */
public final class GrpcComponents implements ProtocolComponents, GrpcRun {

    /** How long the end of a run waits for the calls that it cancelled. */
    private static final long STOP_SECONDS = 2;

    /** Different errors of scenarios in the log of a run. */
    private static final int MOST_TOLD = 100;

    /** Stands for no user where users have channels of their own: Gatling's have positive numbers. */
    private static final long NOBODY = 0;

    private final GrpcProtocol protocol;
    private final EventLoopGroup loops;
    private final Channels channels;
    private final SampleListener listener;
    private final Map<String, DynamicMethod> methods = new ConcurrentHashMap<>();
    private final Map<String, Schema> types = new ConcurrentHashMap<>();
    private final Map<CheckList, CheckList> checks = new ConcurrentHashMap<>();
    private final ErrorKinds errorKinds = new ErrorKinds();
    private final Set<String> toldErrors = ConcurrentHashMap.newKeySet();
    private final AtomicLong openCalls = new AtomicLong();
    private final Set<OpenStream> openStreams = ConcurrentHashMap.newKeySet();
    private final Set<WindDownListener> lasting = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean endTold = new AtomicBoolean();
    private volatile boolean windingDown;
    private volatile boolean stopped;

    GrpcComponents(GrpcProtocol protocol, CoreComponents core) {
        this.protocol = protocol;
        loops = core.eventLoopGroup();
        channels = new Channels(protocol.channel(), loops, protocol.nanoClock());
        listener = Listeners.of(protocol.listeners());
        RunTermination.onTermination(core, this::terminated);
        listener.runStarted(this);
    }

    public GrpcProtocol protocol() {
        return protocol;
    }

    /**
     * A method that a scenario names without a stub. Called while scenarios are built, and waits for the answer: nothing
     * runs yet.
     *
     * @throws dev.yodel.grpc.dynamic.schema.SchemaException if there is no such method, or it cannot be asked for
     */
    public DynamicMethod method(String name) {
        return methods.computeIfAbsent(name, asked -> load(asked).method(asked));
    }

    /**
     * A message type that a message in JSON names. Called while scenarios are built, and waits for the answer.
     *
     * @throws dev.yodel.grpc.dynamic.schema.SchemaException if there is no such type, or it cannot be asked for
     */
    public Schema messageType(String name) {
        return types.computeIfAbsent(name, this::load);
    }

    /**
     * What the run knows of the types of a method's messages: those of its schema, and those that messages in JSON named;
     * null for a method of a generated stub. To be asked once the scenarios are built.
     */
    public @Nullable Schema schemaOf(MethodDescriptor<?, ?> method) {
        Schema own = Schema.of(method);
        return own == null ? null : types.values().stream().reduce(own, Schema::and);
    }

    private Schema load(String symbol) {
        SessionlessMetadata asking = new SessionlessMetadata(protocol.calls(), loops.next());
        try {
            Channel channel = channels.of(protocol.schema().target(), NOBODY, loops.next());
            return protocol.schema()
                    .load(ClientInterceptors.intercept(channel, asking), List.of(symbol))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof SchemaException failure)) {
                throw e;
            }
            throw failure.isRefused() && !asking.leftOut().isEmpty()
                    ? failure.withNote(
                            "asked without %s, which needs a user; reflection().header(name, value) can give it"
                                    .formatted(String.join(", ", asking.leftOut())))
                    : failure;
        } finally {
            channels.userEnded(NOBODY);
        }
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
     * Refuses a name that no target has.
     *
     * @throws IllegalArgumentException if it has none
     */
    public void checkNamed(String target) {
        channels.checkNamed(target);
    }

    @Override
    public List<ChannelStats> channels() {
        return channels.stats();
    }

    public long nanoTime() {
        return protocol.nanoClock().getAsLong();
    }

    /** Whether the run is over: an action that sees this does nothing and does not go on, or loops would spin for ever. */
    public boolean stopped() {
        return stopped;
    }

    public SampleListener listener() {
        return listener;
    }

    public void callStarted(String name, MethodType kind, long dueNanos) {
        openCalls.incrementAndGet();
        listener.callStarted(name, kind, dueNanos);
    }

    public void callEnded(CallSample sample) {
        listener.callEnded(sample);
        if (openCalls.decrementAndGet() == 0 && stopped) {
            ended.complete(null);
        }
    }

    /** The checks of a scenario as they are made in this run. */
    public CheckList checks(CheckList ofScenario) {
        return checks.computeIfAbsent(ofScenario, CheckList::forRun);
    }

    /** The error texts of the run. */
    public ErrorKinds errorKinds() {
        return errorKinds;
    }

    /** Whether an error is to be told in the log: what is wrong with a scenario is wrong for every user. */
    public boolean isNews(String error) {
        return toldErrors.size() < MOST_TOLD && toldErrors.add(error);
    }

    public void streamOpened(OpenStream stream) {
        openStreams.add(stream);
    }

    public void streamEnded(OpenStream stream) {
        openStreams.remove(stream);
    }

    public void begun(WindDownListener action) {
        lasting.add(action);
        if (windingDown) {
            action.windDown();
        }
    }

    public void over(WindDownListener action) {
        lasting.remove(action);
    }

    @Override
    public long openCalls() {
        return openCalls.get();
    }

    @Override
    public void windDown() {
        windingDown = true;
        lasting.forEach(WindDownListener::windDown);
    }

    @Override
    public CompletionStage<Void> stop() {
        stopped = true;
        openStreams.forEach(OpenStream::runStopped);
        channels.close();
        if (openCalls.get() == 0) {
            ended.complete(null);
        }
        CompletableFuture<Void> all =
                CompletableFuture.allOf(ended, channels.ended().toCompletableFuture());
        return all.thenRun(this::tellEnd);
    }

    private void tellEnd() {
        if (endTold.compareAndSet(false, true)) {
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

    /** Runs on the thread that ends the simulation, before Gatling shuts its event loops down. */
    private void terminated() {
        stop().toCompletableFuture()
                .completeOnTimeout(null, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        tellEnd();
    }
}

package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.bridge.ScalaActionBridge;
import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import dev.yodel.gatling.grpc.protocol.GrpcProtocol;
import dev.yodel.gatling.grpc.protocol.GrpcProtocolKey;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.GrpcRun;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.util.DefaultClock;
import io.gatling.core.CoreComponents;
import io.gatling.core.Predef$;
import io.gatling.core.action.Action;
import io.gatling.core.actor.ActorSystem;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.config.GatlingConfiguration$;
import io.gatling.core.pause.Constant$;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponentsRegistries;
import io.gatling.core.protocol.ProtocolComponentsRegistry;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.netty.util.Transports;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;
import scala.jdk.javaapi.CollectionConverters;

/** Gatling's engine without its injector: runs chains for single users, with a recording stats engine. */
final class GatlingBed implements AutoCloseable {

    static final int EVENT_LOOPS = 2;

    private static final long PATIENCE_SECONDS = 30;

    private final ActorSystem system = new ActorSystem();
    private final EventLoopGroup loops = Transports.newEventLoopGroup(true, false, EVENT_LOOPS, "bed");
    private final AtomicInteger users = new AtomicInteger();
    final RecordingStatsEngine stats = new RecordingStatsEngine();
    final RecordingSamples samples = new RecordingSamples();
    /** A user who left before the end of its chain. */
    final CompletableFuture<Session> gone = new CompletableFuture<>();

    private final CoreComponents core;
    private final ScenarioContext context;
    private final ProtocolComponentsRegistry registry;

    GatlingBed(GrpcProtocolBuilder builder) {
        GatlingConfiguration configuration = GatlingConfiguration$.MODULE$.loadForTest(nil());
        Predef$.MODULE$._configuration_$eq(configuration); // which feeders look for
        core = new CoreComponents(
                system, loops, null, Option.empty(), stats, new DefaultClock(), new Exit(), configuration);
        Protocol protocol = builder.listener(samples).protocol();
        Map<Class<? extends Protocol>, Protocol> protocols = Map.of(GrpcProtocol.class, protocol);
        registry = new ProtocolComponentsRegistries(
                        core, scala.collection.immutable.Map.from(CollectionConverters.asScala(protocols)))
                .scenarioRegistry(emptyMap());
        context = new ScenarioContext(core, registry, Constant$.MODULE$, false);
    }

    /** Waits until the condition holds. */
    static void eventually(BooleanSupplier condition) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(condition::getAsBoolean);
    }

    /** Whether nothing more is sent, however often the event loops turn. */
    boolean sendsNoMore() {
        int before = samples.sent.get();
        turn(100);
        return before > 0 && samples.sent.get() == before;
    }

    /** Lets every event loop do what it has to do, that many times. */
    void turn(int times) {
        for (int i = 0; i < times; i++) {
            loops.forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
        }
    }

    /** A user who has run the chain to its end, and left. */
    io.gatling.javaapi.core.Session run(ChainBuilder chain) {
        return run(chain, Map.of());
    }

    io.gatling.javaapi.core.Session run(ChainBuilder chain, Map<String, Object> attributes) {
        User user = start(chain, attributes);
        Session end = user.ended.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        user.leave(end);
        return new io.gatling.javaapi.core.Session(end);
    }

    User start(ChainBuilder chain, Map<String, Object> attributes) {
        User user = new User();
        Action first = chain.wrapped.build(context, user);
        first.$bang(registry.onStart().apply(newSession(attributes)));
        return user;
    }

    /** The session of a user who has not done anything. */
    Session newSession(Map<String, Object> attributes) {
        scala.collection.immutable.Map<String, Object> scalaAttributes =
                scala.collection.immutable.Map.from(CollectionConverters.asScala(attributes));
        return new Session(
                "scenario",
                users.incrementAndGet(),
                scalaAttributes,
                OK$.MODULE$,
                nil(),
                registry.onExit(),
                loops.next());
    }

    GrpcComponents components() {
        return GrpcProtocolKey.components(registry);
    }

    CoreComponents core() {
        return core;
    }

    /** Ends the run's part in gRPC, as a listener may, and waits until nothing is left of it. */
    void stopRun() {
        samples.run
                .get()
                .stop()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        system.close();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @SuppressWarnings("unchecked")
    private static <T> scala.collection.immutable.List<T> nil() {
        return (scala.collection.immutable.List<T>) (Object) Nil$.MODULE$;
    }

    private static <K, V> scala.collection.immutable.Map<K, V> emptyMap() {
        return Map$.MODULE$.empty();
    }

    /** The end of a chain: keeps how often it was reached. */
    final class User extends ScalaActionBridge.OnLoop {

        final CompletableFuture<Session> ended = new CompletableFuture<>();
        final AtomicInteger arrivals = new AtomicInteger();

        User() {
            super("end");
        }

        @Override
        public void execute(Session session) {
            arrivals.incrementAndGet();
            ended.complete(session);
        }

        void leave(Session session) {
            CompletableFuture.runAsync(() -> registry.onExit().apply(session), session.eventLoop())
                    .join();
        }
    }

    /** Where users go who leave before the end of their chain: as Gatling's own, but there is no injector to tell. */
    private final class Exit extends ScalaActionBridge.OnLoop {

        Exit() {
            super("exit");
        }

        @Override
        public void execute(Session session) {
            session.exit();
            gone.complete(session);
        }
    }

    /** Keeps every sample. */
    static final class RecordingSamples implements SampleListener {

        /** How many calls had ended when the run did; each time it was told. */
        final Queue<Integer> callsAtEnd = new ConcurrentLinkedQueue<>();

        @Override
        public void runEnded() {
            callsAtEnd.add(calls.size());
        }

        final AtomicReference<GrpcRun> run = new AtomicReference<>();
        final AtomicInteger runs = new AtomicInteger();
        final Queue<CallSample> calls = new ConcurrentLinkedQueue<>();
        final Queue<MessageSample> messages = new ConcurrentLinkedQueue<>();
        final AtomicInteger started = new AtomicInteger();
        final AtomicInteger sent = new AtomicInteger();
        final Queue<Sent> sends = new ConcurrentLinkedQueue<>();
        final Queue<String> notStarted = new ConcurrentLinkedQueue<>();

        @Override
        public void runStarted(GrpcRun newRun) {
            runs.incrementAndGet();
            run.set(newRun);
        }

        @Override
        public void callStarted(String name, io.grpc.MethodDescriptor.MethodType kind, long due) {
            started.incrementAndGet();
        }

        @Override
        public void callNotStarted(String name, io.grpc.MethodDescriptor.MethodType kind, String error) {
            notStarted.add(kind + " " + name + ": " + error);
        }

        @Override
        public void callEnded(CallSample sample) {
            calls.add(sample);
        }

        @Override
        public void messageSent(String name, io.grpc.MethodDescriptor.MethodType kind, long due, long at) {
            sends.add(new Sent(due, at));
            sent.incrementAndGet();
        }

        @Override
        public void messageReceived(MessageSample sample) {
            messages.add(sample);
        }

        CallSample only() {
            eventually(() -> !calls.isEmpty());
            if (calls.size() != 1) {
                throw new AssertionError("samples: " + calls + " (expected: one)");
            }
            return calls.element();
        }

        /** A message sent on a stream. */
        record Sent(long dueNanos, long sentNanos) {

            long lateNanos() {
                return sentNanos - dueNanos;
            }
        }
    }
}

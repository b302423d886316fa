package dev.yodel.benchmarks.gatling;

import static dev.yodel.gatling.grpc.GrpcDsl.grpc;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.rendezVous;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import dev.yodel.benchmarks.load.EchoMessages;
import dev.yodel.benchmarks.load.LinePrefix;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.gatling.grpc.GrpcDsl;
import dev.yodel.gatling.grpc.stats.GrpcRun;
import dev.yodel.gatling.grpc.stats.LatencyRecorder;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.v1.EchoServiceGrpc;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.grpc.Status;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Users that all hold a stream at the same time. Each opens its stream, exchanges a message, waits for all others,
 * exchanges another message, holds the stream open, and ends it with status OK.
 */
public final class HeldStreamsSimulation extends Simulation {

    private static final int ARRIVALS_PER_SECOND = 2_000;
    private static final Duration AWAIT_TIMEOUT = Duration.ofSeconds(60);

    private final Load load = Load.of(System.getProperties());
    private final LatencyRecorder recorder = new LatencyRecorder();
    private final OpenCalls calls = new OpenCalls();
    private final AtomicLong openAtOnce = new AtomicLong();
    private final AtomicReference<@Nullable ResidentMemory> held = new AtomicReference<>();

    public HeldStreamsSimulation() {
        Duration arrivals = Duration.ofSeconds(1 + load.users() / ARRIVALS_PER_SECOND);
        setUp(scenario("hold").exec(hold()).injectOpen(rampUsers(load.users()).during(arrivals)))
                .protocols(grpc.target(load.address())
                        .usePlaintext()
                        .awaitTimeout(AWAIT_TIMEOUT)
                        .listener(recorder)
                        .listener(calls)
                        .gatlingStats(false));
    }

    private ChainBuilder hold() {
        var chat = GrpcDsl.grpc("chat").bidiStream(EchoServiceGrpc.getChatMethod());
        var message = exec(chat.send(EchoMessages.chat()), chat.awaitMessage());
        return exec(chat.open())
                .exec(message, rendezVous(load.users()))
                .exec(this::countOpen)
                .exec(message, pause(load.window()))
                .exec(this::measureMemory)
                .exec(
                        chat.halfClose(),
                        chat.awaitEnd().check(GrpcDsl.statusCode().is(Status.Code.OK)));
    }

    /** Gatling calls this when all users have left, before the protocol closes its channels. */
    @Override
    public void after() {
        RequestStats stats = recorder.take().get(0);
        ResidentMemory whileHeld = held.get();
        ResidentMemory atEnd = ResidentMemory.ofThisProcess();
        System.out.printf(
                Locale.ROOT,
                "%s openAtOnce=%d ok=%d failed=%d left=%d received=%d heldMb=%.1f peakMb=%.1f%n",
                LinePrefix.RESULT,
                openAtOnce.get(),
                stats.ok(),
                stats.failed(),
                calls.open(),
                stats.messagesReceived(),
                whileHeld == null ? atEnd.now() : whileHeld.now(),
                atEnd.peak());
    }

    private Session countOpen(Session session) {
        openAtOnce.accumulateAndGet(calls.open(), Math::max);
        return session;
    }

    private Session measureMemory(Session session) {
        if (held.get() == null) {
            held.compareAndSet(null, ResidentMemory.ofThisProcess());
        }
        return session;
    }

    /** Reads the number of open calls from the run. */
    private static final class OpenCalls implements SampleListener {

        private final AtomicReference<@Nullable GrpcRun> run = new AtomicReference<>();

        @Override
        public void runStarted(GrpcRun started) {
            run.set(started);
        }

        long open() {
            GrpcRun started = run.get();
            return started == null ? 0 : started.openCalls();
        }
    }
}

package dev.yodel.benchmarks.gatling;

import static dev.yodel.gatling.grpc.GrpcDsl.grpc;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.rendezVous;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Memory;
import dev.yodel.benchmarks.load.Messages;
import dev.yodel.benchmarks.load.Signals;
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
 * Users who each hold a stream, all of them at the same time: each opens one and has a message answered, waits until
 * everybody has, has another one answered, holds the stream, and ends it well.
 */
public final class HeldStreamsSimulation extends Simulation {

    private static final int ARRIVALS_PER_SECOND = 2_000;
    private static final Duration AWAIT = Duration.ofSeconds(60);

    private final Load load = Load.of(System.getProperties());
    private final LatencyRecorder recorder = new LatencyRecorder();
    private final OpenCalls calls = new OpenCalls();
    private final AtomicLong together = new AtomicLong();
    private final AtomicReference<@Nullable Memory> held = new AtomicReference<>();

    public HeldStreamsSimulation() {
        Duration arrivals = Duration.ofSeconds(1 + load.users() / ARRIVALS_PER_SECOND);
        setUp(scenario("hold").exec(hold()).injectOpen(rampUsers(load.users()).during(arrivals)))
                .protocols(grpc.target(load.target())
                        .usePlaintext()
                        .awaitTimeout(AWAIT)
                        .listener(recorder)
                        .listener(calls)
                        .gatlingStats(false));
    }

    private ChainBuilder hold() {
        var chat = GrpcDsl.grpc("chat").bidiStream(EchoServiceGrpc.getChatMethod());
        var message = exec(chat.send(Messages.chat()), chat.awaitMessage());
        return exec(chat.open())
                .exec(message, rendezVous(load.users()))
                .exec(this::countOpen)
                .exec(message, pause(load.window()))
                .exec(this::measureMemory)
                .exec(
                        chat.halfClose(),
                        chat.awaitEnd().check(GrpcDsl.statusCode().is(Status.Code.OK)));
    }

    /** Gatling runs this when every user has left, before the protocol closes its channels. */
    @Override
    public void after() {
        RequestStats figures = recorder.take().get(0);
        Memory first = held.get();
        Memory last = Memory.ofThisProcess();
        System.out.printf(
                Locale.ROOT,
                "%s together=%d ok=%d failed=%d left=%d received=%d heldMb=%.1f peakMb=%.1f%n",
                Signals.RESULT,
                together.get(),
                figures.ok(),
                figures.failed(),
                calls.open(),
                figures.messagesReceived(),
                first == null ? last.now() : first.now(),
                last.peak());
    }

    private Session countOpen(Session session) {
        together.accumulateAndGet(calls.open(), Math::max);
        return session;
    }

    private Session measureMemory(Session session) {
        if (held.get() == null) {
            held.compareAndSet(null, Memory.ofThisProcess());
        }
        return session;
    }

    /** Asks the run itself how many calls are open. */
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

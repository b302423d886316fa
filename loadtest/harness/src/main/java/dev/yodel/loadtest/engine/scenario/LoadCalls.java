package dev.yodel.loadtest.engine.scenario;

import static dev.yodel.gatling.grpc.GrpcDsl.grpc;
import static dev.yodel.gatling.grpc.GrpcDsl.json;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;

import com.google.protobuf.DynamicMessage;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.GrpcClientStream;
import dev.yodel.gatling.grpc.GrpcJson;
import dev.yodel.gatling.grpc.GrpcSendingStream;
import dev.yodel.gatling.grpc.GrpcServerStream;
import dev.yodel.gatling.grpc.GrpcStream;
import dev.yodel.gatling.grpc.GrpcUnaryAction;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.run.LoadRun;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the users of a load do: one kind of call, of a method that is known by its name alone. */
final class LoadCalls {

    /** A user whose call failed waits so long: else a server that is gone would be met with nothing but failures. */
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

    /** What is counted must not be exceeded by what is begun at the end of the warm-up and due a moment later. */
    private static final Duration MARGIN = Duration.ofMillis(10);

    private static final String DUE = "due";
    private static final String LAST = "last";

    private final LoadRun run;
    private final RequestPlan plan;
    private final List<GrpcJson> data;
    private final AtomicInteger arrived = new AtomicInteger();

    LoadCalls(LoadRun run, RequestPlan plan) {
        this.run = run;
        this.plan = plan;
        data = plan.data().stream().map(text -> json(text)).toList();
    }

    /**
     * One of so many streams that are due at an interval, from its beginning to its end. Each user comes for one; the last
     * stays to the end of the run.
     */
    ChainBuilder oneOf(int streams, Duration interval) {
        ChainBuilder stream = switch (plan.kind()) {
            case SERVER_STREAMING -> whole(serverStream().dueAt(LoadCalls::due));
            case CLIENT_STREAMING -> whole(clientStream().dueAt(LoadCalls::due));
            case BIDI_STREAMING -> whole(bidiStream().dueAt(LoadCalls::due));
            default -> throw new IllegalArgumentException("kind of %s: %s".formatted(plan.call(), plan.kind()));
        };
        return exec(session -> {
                    int index = arrived.getAndIncrement();
                    return session.set(DUE, run.dueAfter(interval.multipliedBy(index)))
                            .set(LAST, index == streams - 1);
                })
                .exec(doIf(session -> run.wants(due(session))).then(stream))
                .exec(doIf(session -> session.getBoolean(LAST)).then(untilEnd()));
    }

    private static Long due(Session session) {
        return session.getLong(DUE);
    }

    /** One call, from its beginning to its end. */
    private ChainBuilder one() {
        return switch (plan.kind()) {
            case UNARY -> exec(unary()).exec(recover());
            case SERVER_STREAMING -> whole(serverStream());
            case CLIENT_STREAMING -> whole(clientStream());
            case BIDI_STREAMING -> whole(bidiStream());
            case UNKNOWN -> throw new IllegalArgumentException("kind of %s: unknown".formatted(plan.call()));
        };
    }

    /** One call after the other. */
    ChainBuilder oneAfterTheOther() {
        boolean counted = run.plan().count() != null;
        return staged(counted, stage -> exec(asLongAs(session -> stage.next()).on(one())));
    }

    /** Unary calls, each at its due time. */
    ChainBuilder atRate(double perSecond) {
        Schedule.Start rate = Schedule.constant(perSecond);
        Long count = run.plan().count();
        Duration warmUp = run.plan().warmUp();
        if (count == null) {
            return exec(unary().onSchedule(rate.during(warmUp.plus(run.plan().longest()))))
                    .exec(untilEnd());
        }
        ChainBuilder counted = exec(unary().onSchedule(rate.times(count)));
        return warmUp.isZero()
                ? counted
                : exec(unary().onSchedule(rate.during(session -> warmUpLeft())))
                        .exec(untilWindow())
                        .exec(counted);
    }

    /** A stream that is held open, with messages on it; opened anew when it ends, and with the window. */
    ChainBuilder onHeldStreams(Arrival.Streams held) {
        return switch (plan.kind()) {
            case CLIENT_STREAMING -> {
                var stream = clientStream();
                yield held.rate() == null
                        ? held(stream, exec(stream.sendInTurn(data)))
                        : paced(stream, held.rate() / held.streams());
            }
            case BIDI_STREAMING -> {
                var stream = bidiStream();
                yield held.rate() == null
                        ? held(stream, exec(stream.sendInTurn(data), stream.awaitMessage()))
                        : paced(stream, held.rate() / held.streams());
            }
            default -> listening();
        };
    }

    private ChainBuilder whole(GrpcServerStream<DynamicMessage, DynamicMessage> stream) {
        return exec(stream.open(data.get(0))).exec(end(stream));
    }

    private ChainBuilder whole(GrpcSendingStream<?, DynamicMessage, DynamicMessage> stream) {
        return exec(stream.open(), stream.sendAll(data), stream.halfClose()).exec(end(stream));
    }

    private ChainBuilder held(GrpcSendingStream<?, DynamicMessage, DynamicMessage> stream, ChainBuilder exchange) {
        return staged(true, stage -> {
            ChainBuilder round = exec(stream.open())
                    .exec(asLongAs(session -> !session.isFailed() && stage.next())
                            .on(exchange))
                    .exec(stream.halfClose())
                    .exec(end(stream));
            return exec(asLongAs(session -> stage.goesOn()).on(round));
        });
    }

    /** Listens to a stream for as long as the part of the run goes on, whether it has an end of its own or not. */
    private ChainBuilder listening() {
        var stream = serverStream();
        return staged(
                true,
                stage -> exec(asLongAs(session -> stage.goesOn())
                        .on(exec(stream.open(data.get(0)))
                                .exec(stream.receiveFor(session -> stage.timeLeft()))
                                .exec(stream.cancel())
                                .exec(end(stream)))));
    }

    private ChainBuilder paced(GrpcSendingStream<?, DynamicMessage, DynamicMessage> stream, double perSecond) {
        return staged(true, stage -> {
            Schedule pace = Schedule.constant(perSecond).during(session -> stage.timeLeft());
            return exec(asLongAs(session -> stage.goesOn())
                    .on(exec(stream.open())
                            .exec(stream.sendOnSchedule(data.get(0), pace))
                            .exec(stream.receiveFor(session -> stage.timeLeft()))
                            .exec(stream.halfClose())
                            .exec(end(stream))));
        });
    }

    /** Waits as long as the server wants: how long a stream takes is for the run to bound. */
    private ChainBuilder end(GrpcStream<?, DynamicMessage, DynamicMessage> stream) {
        return exec(doIf(Session::isFailed).then(exec(stream.cancel())))
                .exec(stream.awaitEnd().timeout(LongLivedUsers.atMost(run.plan())))
                .exec(recover());
    }

    private static ChainBuilder recover() {
        return exec(doIf(Session::isFailed).then(exec(Session::markAsSucceeded).pause(AFTER_FAILURE)));
    }

    /** The behavior for the window; if what counts is to be set apart, also one for the warm-up before. */
    private ChainBuilder staged(boolean apart, Function<Stage, ChainBuilder> behavior) {
        ChainBuilder window = behavior.apply(new Stage(() -> !run.over(), run::next, run::left));
        if (!apart || run.plan().warmUp().isZero()) {
            return window;
        }
        BooleanSupplier warmUp = () -> !run.over() && !warmUpLeft().isZero();
        return exec(behavior.apply(new Stage(warmUp, warmUp, this::warmUpLeft)))
                .exec(untilWindow())
                .exec(window);
    }

    /** How long something may yet be begun in the warm-up: it must not be due in the window. */
    private Duration warmUpLeft() {
        Duration left = run.warmUpLeft().minus(MARGIN);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The last call is due before the end: the window goes on until the next one would be. */
    private ChainBuilder untilEnd() {
        return exec(pause(session -> run.left()));
    }

    private ChainBuilder untilWindow() {
        return exec(doIf(session -> !run.over())
                .then(pause(session -> run.warmUpLeft().plusMillis(1))));
    }

    private GrpcUnaryAction<DynamicMessage, DynamicMessage> unary() {
        return grpc(plan.name()).unary(plan.call()).send(data.get(0));
    }

    private GrpcServerStream<DynamicMessage, DynamicMessage> serverStream() {
        return grpc(plan.name()).serverStream(plan.call());
    }

    private GrpcClientStream<DynamicMessage, DynamicMessage> clientStream() {
        return grpc(plan.name()).clientStream(plan.call());
    }

    private GrpcBidiStream<DynamicMessage, DynamicMessage> bidiStream() {
        return grpc(plan.name()).bidiStream(plan.call());
    }

    /**
     * A part of the run.
     *
     * @param more whether it goes on
     * @param take whether one more call, or message, is to be begun in it
     * @param left how long it goes on
     */
    private record Stage(BooleanSupplier more, BooleanSupplier take, Supplier<Duration> left) {

        Duration timeLeft() {
            return left.get();
        }

        boolean goesOn() {
            return more.getAsBoolean();
        }

        boolean next() {
            return take.getAsBoolean();
        }
    }
}

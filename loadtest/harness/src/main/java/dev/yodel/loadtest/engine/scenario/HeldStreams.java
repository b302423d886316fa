package dev.yodel.loadtest.engine.scenario;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.exec;

import com.google.protobuf.DynamicMessage;
import dev.yodel.gatling.grpc.GrpcSendingStream;
import dev.yodel.gatling.grpc.GrpcServerStream;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Slice;
import dev.yodel.loadtest.run.LoadRun;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Streams that virtual users hold open with messages on them; reopened when they end, and at the start of the window. */
final class HeldStreams {

    private static final String MESSAGE = "yodel.message";
    private static final String REOPENED = "yodel.reopened";
    private static final Duration SLICE = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final RequestPlan request;
    private final RunStages stages;
    private final MethodCalls calls;
    private final CallValues values;
    private final RampedUsers ramp;
    private final LoadRun run;
    private final @Nullable Profile rates;

    HeldStreams(LoadRun run, RequestPlan request) {
        this.request = request;
        stages = new RunStages(run);
        calls = new MethodCalls(run.plan(), request);
        values = new CallValues(run, request);
        this.run = run;
        boolean atRate = request.arrival() instanceof Arrival.Streams held && held.rate() != null;
        Profile profile = request.arrival().profile();
        rates = atRate ? profile : null;
        ramp = new RampedUsers(run, atRate ? null : RampedUsers.profile(run, request));
    }

    ChainBuilder behavior(Arrival.Streams held) {
        return values.forUser(streams(held));
    }

    private ChainBuilder streams(Arrival.Streams held) {
        return switch (request.kind()) {
            case CLIENT_STREAMING -> {
                var stream = calls.clientStream();
                yield held.rate() == null
                        ? inTurn(stream, exec(stream.sendInTurn(calls.data())))
                        : onSchedule(stream, held);
            }
            case BIDI_STREAMING -> {
                var stream = calls.bidiStream();
                yield held.rate() == null
                        ? inTurn(
                                stream,
                                exec(
                                        stream.sendInTurn(calls.data()),
                                        stream.awaitMessage().orEnd()))
                        : onSchedule(stream, held);
            }
            default -> receiving();
        };
    }

    private ChainBuilder inTurn(GrpcSendingStream<?, DynamicMessage, DynamicMessage> stream, ChainBuilder exchange) {
        return held(stage -> {
            ChainBuilder round = MethodCalls.opened(stream)
                    .exec(asLongAs(
                                    session -> !session.isFailed()
                                            && stream.isOpen(session)
                                            && mayContinue(session)
                                            && stage.next(),
                                    MESSAGE)
                            .on(thinking(values.forCall(exchange))))
                    .exec(calls.close(stream))
                    .exec(calls.end(stream));
            return exec(asLongAs(session -> ramp.isActive(session) && stage.isActive())
                    .on(round));
        });
    }

    /** The stages of the run, for those streams that are open by a profile; at a changing rate the run is one stage. */
    private ChainBuilder held(Function<RunStages.Stage, ChainBuilder> behavior) {
        return ramp.whileActive(stages.staged(rates == null, behavior));
    }

    /** Whether the stream has messages and time left. */
    private boolean mayContinue(Session session) {
        Integer messages = request.messages();
        return ramp.isActive(session)
                && (messages == null || session.getInt(MESSAGE) < messages)
                && calls.timeLeft(session, run.left()).compareTo(Duration.ZERO) > 0;
    }

    private ChainBuilder thinking(ChainBuilder exchange) {
        return request.arrival() instanceof Arrival.Streams held && held.thinkTime() != null
                ? exec(exchange).exec(LoadCalls.thinkTime(held.thinkTime()))
                : exchange;
    }

    private ChainBuilder onSchedule(GrpcSendingStream<?, DynamicMessage, DynamicMessage> stream, Arrival.Streams held) {
        return held(stage -> exec(asLongAs(session -> stage.isActive())
                .on(MethodCalls.opened(stream)
                        .exec(sends(stream, schedule(held, stage)))
                        .exec(session -> session.set(REOPENED, true))
                        .exec(stream.receiveFor(session -> calls.timeLeft(session, stage.timeLeft())))
                        .exec(calls.close(stream))
                        .exec(calls.end(stream)))));
    }

    /** Each stream has its place in time: those of other load generators come before it. */
    private Schedule schedule(Arrival.Streams held, RunStages.Stage stage) {
        return unplaced(held, stage).after(streamsBefore()).startingAt(this::start);
    }

    /** What is due on a user's first stream counts from the start of the run; a stream that is reopened starts anew. */
    private long start(Session session) {
        return session.contains(REOPENED) ? System.nanoTime() : run.dueAfter(Duration.ZERO);
    }

    private long streamsBefore() {
        Slice slice = run.plan().slice();
        if (slice == null) {
            return 0;
        }
        int all = slice.whole().request(request.name()).users();
        return IntStream.range(0, slice.index())
                .mapToLong(index -> new Slice(index, slice.of(), slice.whole()).of(all))
                .sum();
    }

    private Schedule unplaced(Arrival.Streams held, RunStages.Stage stage) {
        if (rates != null) {
            return Schedule.stages(
                    session -> RateSchedule.left(run.plan(), rates, sinceWindow(session), 1.0 / held.streams()));
        }
        double perSecond = Objects.requireNonNull(held.rate()) / held.streams();
        Integer messages = request.messages();
        Duration most = messages == null ? LONGEST : Duration.ofNanos(Math.round(messages / perSecond * 1e9));
        return Schedule.constant(perSecond).during(session -> {
            Duration left = calls.timeLeft(session, stage.timeLeft()).plus(late(session));
            return left.compareTo(most) < 0 ? left : most;
        });
    }

    /** Where in the run the due times of a stream begin. */
    private Duration sinceWindow(Session session) {
        return session.contains(REOPENED)
                ? run.sinceWindow()
                : run.plan().warmUp().negated();
    }

    /** How long ago the due times of a stream began. */
    private Duration late(Session session) {
        return session.contains(REOPENED)
                ? Duration.ZERO
                : run.sinceWindow().plus(run.plan().warmUp());
    }

    private ActionBuilder sends(GrpcSendingStream<?, DynamicMessage, DynamicMessage> stream, Schedule schedule) {
        var sends = stream.sendOnSchedule(calls.nextMessage(), schedule);
        return values.perCall() ? sends.feed(values.all()) : sends;
    }

    /** In slices where the number of streams changes: the stream may have to end before the stage. */
    private ChainBuilder received(GrpcServerStream<DynamicMessage, DynamicMessage> stream, RunStages.Stage stage) {
        if (request.arrival().profile() == null) {
            return exec(stream.receiveFor(session -> calls.timeLeft(session, stage.timeLeft())));
        }
        return exec(asLongAs(session -> ramp.isActive(session)
                        && stream.isOpen(session)
                        && calls.timeLeft(session, stage.timeLeft()).toMillis() > 0)
                .on(exec(stream.receiveFor(session -> calls.timeLeft(session, SLICE)))));
    }

    /** Receives until the stage ends, whether the server ends its streams or not. */
    private ChainBuilder receiving() {
        var stream = calls.serverStream();
        return held(stage -> exec(asLongAs(session -> ramp.isActive(session) && stage.isActive())
                .on(values.forCall(exec(stream.open(calls.nextMessage()))
                        .exec(MethodCalls::markOpened)
                        .exec(received(stream, stage))
                        .exec(stream.cancel())
                        .exec(calls.end(stream))))));
    }
}

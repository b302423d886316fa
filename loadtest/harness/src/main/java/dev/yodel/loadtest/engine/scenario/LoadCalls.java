package dev.yodel.loadtest.engine.scenario;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;

import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.Pacing;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.run.LoadRun;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** What virtual users do where calls are counted, not streams held: one call after the other, or each at its due time. */
final class LoadCalls {

    private static final String DUE = "due";
    private static final String LAST = "last";

    private final LoadRun run;
    private final RequestPlan request;
    private final RunStages stages;
    private final MethodCalls calls;
    private final CallValues values;
    private final RampedUsers ramp;
    private final AtomicInteger arrived = new AtomicInteger();

    LoadCalls(LoadRun run, RequestPlan request) {
        this.run = run;
        this.request = request;
        stages = new RunStages(run);
        calls = new MethodCalls(run.plan(), request);
        values = new CallValues(run, request);
        ramp = new RampedUsers(run, RampedUsers.profile(run, request));
    }

    /** One call after the other. */
    ChainBuilder oneAfterTheOther() {
        boolean counted = run.plan().count() != null;
        return values.forUser(ramp.whileActive(stages.staged(
                counted,
                stage -> exec(asLongAs(session -> ramp.isActive(session) && stage.next())
                        .on(thinking(values.forCall(one())))))));
    }

    /** A call, and the think time after it. */
    private ChainBuilder thinking(ChainBuilder call) {
        return request.arrival() instanceof Arrival.Users users && users.thinkTime() != null
                ? exec(call).exec(thinkTime(users.thinkTime()))
                : call;
    }

    /** The pause of a think time. */
    static ChainBuilder thinkTime(Pacing time) {
        return exec(pause(time.least(), time.most()));
    }

    /** Unary calls at a rate that changes over time or has random gaps. */
    ChainBuilder onSchedule(Arrival.Rate arrival, DealtUsers dealt) {
        return values.forUser(exec(scheduled(fromStart(dealt.deal(RateSchedule.of(run.plan(), arrival)))))
                .exec(stages.untilEnd()));
    }

    /**
     * Unary calls, each at its due time.
     *
     * @param perSecond the rate of all users together
     */
    ChainBuilder atRate(double perSecond, DealtUsers dealt) {
        Schedule.Start rate = Schedule.constant(perSecond);
        Long count = run.plan().whole().count();
        Duration warmUp = run.plan().warmUp();
        if (values.endsRun()) {
            return values.forUser(exec(scheduled(fromStart(dealt.deal(rate.times(values.wholeRowCount())))))
                    .exec(session -> {
                        run.stop();
                        return session;
                    }));
        }
        if (count == null) {
            return values.forUser(exec(scheduled(fromStart(dealt.deal(rate.during(
                            warmUp.plus(run.plan().longest()).plus(run.plan().afterwards()))))))
                    .exec(stages.untilEnd()));
        }
        ChainBuilder counted =
                exec(scheduled(dealt.deal(rate.times(count)).startingAt(session -> run.dueAfter(warmUp))));
        return values.forUser(
                warmUp.isZero()
                        ? counted
                        : exec(scheduled(fromStart(dealt.deal(rate.during(session -> RunStages.apart(warmUp))))))
                                .exec(stages.untilWindow())
                                .exec(counted));
    }

    /** Counted from the start of the run, and not from that of a user whom a busy machine starts late. */
    private Schedule fromStart(Schedule schedule) {
        return schedule.startingAt(session -> run.dueAfter(Duration.ZERO));
    }

    private ActionBuilder scheduled(Schedule schedule) {
        var unary = calls.unary().onSchedule(schedule);
        return values.perCall() ? unary.feed(values.all()) : unary;
    }

    /**
     * One of that many streams, due at an interval. Each user makes one of them; the last user stays until the end of the
     * run.
     */
    ChainBuilder oneOf(int streams, Duration interval) {
        return oneOf(streams, index -> interval.multipliedBy(run.plan().numberOf(index)));
    }

    /** One of that many streams, due at a time after the start of the run; a user that is early waits for it. */
    ChainBuilder oneOf(int streams, IntFunction<Duration> dueTimes) {
        ChainBuilder stream = switch (request.kind()) {
            case SERVER_STREAMING -> calls.whole(calls.serverStream().dueAt(LoadCalls::due));
            case CLIENT_STREAMING -> calls.whole(calls.clientStream().dueAt(LoadCalls::due));
            case BIDI_STREAMING -> calls.whole(calls.bidiStream().dueAt(LoadCalls::due));
            default -> throw unsupported();
        };
        return exec(session -> {
                    int index = arrived.getAndIncrement();
                    return session.set(DUE, run.dueAfter(dueTimes.apply(index))).set(LAST, index == streams - 1);
                })
                .exec(doIf(session -> untilDue(session).toMillis() > 0).then(pause(session -> untilDue(session))))
                .exec(doIf(session -> run.mayBegin(due(session))).then(values.forUser(values.forCall(stream))))
                .exec(doIf(session -> session.getBoolean(LAST)).then(stages.untilEnd()));
    }

    /** One call, from its beginning to its end. */
    private ChainBuilder one() {
        return switch (request.kind()) {
            case UNARY -> exec(calls.unary()).exec(MethodCalls.recover());
            case SERVER_STREAMING -> calls.whole(calls.serverStream());
            case CLIENT_STREAMING -> calls.whole(calls.clientStream());
            case BIDI_STREAMING -> calls.whole(calls.bidiStream());
            case UNKNOWN -> throw unsupported();
        };
    }

    private IllegalArgumentException unsupported() {
        return new IllegalArgumentException("kind of %s: %s".formatted(request.call(), request.kind()));
    }

    private static Duration untilDue(Session session) {
        return Duration.ofNanos(Math.max(0, due(session) - System.nanoTime()));
    }

    private static Long due(Session session) {
        return session.getLong(DUE);
    }
}

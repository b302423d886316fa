package dev.yodel.gatling.grpc.bridge;

import dev.yodel.gatling.grpc.stats.CallSample;
import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.stats.Status;
import io.gatling.commons.util.Clock;
import io.gatling.core.CoreComponents;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import scala.Option;

/**
 * Tells calls to Gatling, whose console, assertions and report know milliseconds only.
 *
 * @param actors the threads of Gatling's actors, its writers among them
 * @param clock Gatling's own, of milliseconds
 * @param nanoClock the clock that samples are of
 * @param enabled whether it does
 */
public record GatlingStats(
        StatsEngine statsEngine, Executor actors, Clock clock, LongSupplier nanoClock, boolean enabled) {

    public static GatlingStats of(CoreComponents core, LongSupplier nanoClock, boolean enabled) {
        return new GatlingStats(
                core.statsEngine(), core.actorSystem().executionContext(), core.clock(), nanoClock, enabled);
    }

    /** Tells of a call that ended, and gives the session with its groups' times brought up to date. */
    public Session callEnded(Session session, CallSample sample) {
        if (!enabled) {
            return session;
        }
        long end = endOf(sample);
        long start = startOf(sample, end);
        log(session, sample, start, end);
        return session.logGroupRequestTimings(start, end);
    }

    /** The same for one of many calls, which are told together; the user goes on with the session given. */
    public void callEnded(Session session, CallSample sample, Consumer<Session> then) {
        if (!enabled) {
            then.accept(session);
            return;
        }
        long end = endOf(sample);
        long start = startOf(sample, end);
        StatsBatch.add(
                session.eventLoop(),
                actors,
                () -> log(session, sample, start, end),
                () -> then.accept(session.logGroupRequestTimings(start, end)));
    }

    /** Which is not now: a stream's end may have been awaited long after it came. */
    private long endOf(CallSample sample) {
        return clock.nowMillis() - TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - sample.endNanos());
    }

    private static long startOf(CallSample sample, long endMillis) {
        return endMillis - TimeUnit.NANOSECONDS.toMillis(sample.serviceTimeNanos());
    }

    private void log(Session session, CallSample sample, long start, long end) {
        Status status = sample.ok() ? OK$.MODULE$ : KO$.MODULE$;
        statsEngine.logResponse(
                session.scenario(),
                session.groups(),
                sample.name(),
                start,
                end,
                status,
                Option.apply(sample.status().name()),
                Option.apply(sample.error()));
    }

    /** Tells of a call that could not even start: an error row, and a KO response, without which no request would count. */
    public void callNotStarted(Session session, String name, String error) {
        if (!enabled) {
            return;
        }
        long now = clock.nowMillis();
        statsEngine.logRequestCrash(session.scenario(), session.groups(), name, error);
        statsEngine.logResponse(
                session.scenario(), session.groups(), name, now, now, KO$.MODULE$, Option.empty(), Option.apply(error));
    }
}

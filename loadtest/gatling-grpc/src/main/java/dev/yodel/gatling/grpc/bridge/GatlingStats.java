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
 * Reports calls to Gatling's stats engine, in the milliseconds of its console, assertions and report.
 *
 * @param actors the threads of Gatling's actors, including its writers
 * @param clock Gatling's clock, in milliseconds
 * @param nanoClock the clock of the samples
 * @param enabled whether calls are reported
 */
public record GatlingStats(
        StatsEngine statsEngine, Executor actors, Clock clock, LongSupplier nanoClock, boolean enabled) {

    public static GatlingStats of(CoreComponents core, LongSupplier nanoClock, boolean enabled) {
        return new GatlingStats(
                core.statsEngine(), core.actorSystem().executionContext(), core.clock(), nanoClock, enabled);
    }

    /** Reports a call that ended, and returns the session with the times of its groups updated. */
    public Session callEnded(Session session, CallSample sample) {
        if (!enabled) {
            return session;
        }
        long end = endOf(sample);
        long start = startOf(sample, end);
        log(session, sample, start, end);
        return session.logGroupRequestTimings(start, end);
    }

    /** Reports a call that ended in a batch; the user proceeds with the updated session afterwards. */
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

    /** The end is not now: a stream may be awaited long after it ended. */
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

    /** Reports a call that could not start: as an error, and as a KO response, so that it counts as a request. */
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

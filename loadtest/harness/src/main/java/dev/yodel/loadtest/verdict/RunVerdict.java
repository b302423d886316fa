package dev.yodel.loadtest.verdict;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.loadtest.health.InjectorReadings;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.result.LatencyResult;
import dev.yodel.loadtest.result.MessagesResult;
import dev.yodel.loadtest.result.RequestResult;
import dev.yodel.loadtest.result.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What speaks against the figures of a run: the injector, a plan that was not kept, calls that were cut off. */
public final class RunVerdict {

    private static final double START_LAG_P99_MILLIS = 10;
    private static final double MICROS_PER_MILLI = 1_000;

    private RunVerdict() {}

    public static Verdict of(
            LoadPlan plan, List<RequestResult> requests, Window window, InjectorReadings injector, End end) {
        if (window.seconds() <= 0) {
            return Verdict.of(List.of("measured: nothing, stopped before the warm-up of %s was over"
                    .formatted(Durations.format(plan.warmUp()))));
        }
        List<String> reasons = new ArrayList<>(injector.reasons());
        endedWell(reasons, plan, window, end);
        if (requests.isEmpty()) {
            reasons.add("measured: nothing, no call that was due in the window ended (expected: at least one)");
        }
        reasons.addAll(PlanCompliance.reasons(plan, requests, window));
        for (RequestResult request : requests) {
            startedInTime(reasons, request);
            nothingCutOff(reasons, request);
            answeredOneByOne(reasons, request);
        }
        return Verdict.of(reasons);
    }

    private static void endedWell(List<String> reasons, LoadPlan plan, Window window, End end) {
        String planned = plan.count() == null
                ? Durations.format(plan.longest())
                : String.format(Locale.ROOT, "a count of %,d", plan.count());
        switch (end) {
            case DUE -> {}
            case EARLY ->
                reasons.add(String.format(
                        Locale.ROOT,
                        "end: after %.1f s, when all users had left (expected: %s)",
                        window.seconds(),
                        planned));
            case GIVEN_UP ->
                reasons.add(
                        "end: given up, as no call ended and no message came any more (expected: %s; calls that take "
                                        .formatted(planned)
                                + "long are measured by a duration)");
        }
    }

    private static void startedInTime(List<String> reasons, RequestResult request) {
        LatencyResult lag = request.startLag();
        if (lag != null && lag.p99() > START_LAG_P99_MILLIS * MICROS_PER_MILLI) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%s: start lag p99: %.1f ms (expected: at most %.1f ms)",
                    request.name(),
                    lag.p99() / MICROS_PER_MILLI,
                    START_LAG_P99_MILLIS));
        }
    }

    private static void nothingCutOff(List<String> reasons, RequestResult request) {
        long cutOff = request.origins().getOrDefault(FailureSource.CANCELLED, 0L);
        if (cutOff > 0) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%s: %,d calls cut off by the end of the run, in no figure of calls (expected: 0)",
                    request.name(),
                    cutOff));
        }
    }

    /** Answers are told from each other by their order: one too many or too few, and all after it are wrong. */
    private static void answeredOneByOne(List<String> reasons, RequestResult request) {
        MessagesResult messages = request.messages();
        if (messages == null || messages.roundTrip() == null) {
            return;
        }
        boolean allEndedWell = request.failed() == 0 && !request.origins().containsKey(FailureSource.CANCELLED);
        if (messages.received() > messages.sent() || (messages.received() < messages.sent() && allEndedWell)) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%s: %,d messages received for %,d sent, so that round trips, told by order, are wrong (expected: one each)",
                    request.name(),
                    messages.received(),
                    messages.sent()));
        }
    }

    /** Why a run was over. */
    public enum End {
        /** Its time was over, its count was reached, or somebody stopped it. */
        DUE,
        /** All its users had left before. */
        EARLY,
        /** Its count was not reached, and nothing went on. */
        GIVEN_UP
    }
}

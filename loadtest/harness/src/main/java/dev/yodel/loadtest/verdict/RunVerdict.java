package dev.yodel.loadtest.verdict;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.verdict.Reason.Kind;
import io.grpc.MethodDescriptor.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Judges a run: its load generator, how it ended, its rates, and calls that started late or were cut off. */
public final class RunVerdict {

    private RunVerdict() {}

    /** The result with its verdict. */
    public static JudgedResult judge(RunResult result, End end) {
        return judge(result, end, Goals.NONE);
    }

    /** The result with its verdict, compared with what was expected of it. */
    public static JudgedResult judge(RunResult result, End end, Goals goals) {
        return new JudgedResult(
                result,
                Verdict.of(reasons(result, end).stream().map(Reason::text).toList()),
                goals,
                ExpectationCheck.results(goals.expectations(), result));
    }

    /** Why the result is suspect; empty if it is valid. */
    public static List<Reason> reasons(RunResult result, End end) {
        LoadPlan plan = result.plan();
        Window window = result.window();
        if (window.seconds() <= 0) {
            return List.of(new Reason(
                    Kind.NOTHING_MEASURED,
                    "nothing measured: stopped before the warm-up of %s was over"
                            .formatted(Durations.format(plan.warmUp()))));
        }
        List<Reason> reasons = new ArrayList<>(InjectorCheck.reasons(result.injector()));
        checkEnd(reasons, plan, window, end);
        if (result.requests().stream().noneMatch(RunVerdict::happened)) {
            reasons.add(new Reason(
                    Kind.NOTHING_MEASURED,
                    "nothing measured: no call due in the measured window completed (expected: at least one)"));
        }
        reasons.addAll(PlanCompliance.reasons(plan, result.requests(), window));
        for (RequestStats request : result.requests()) {
            checkStartLag(reasons, request);
            checkCutOff(reasons, request);
            checkRoundTrips(reasons, plan, request, true);
        }
        return reasons;
    }

    /** What is judged of a request before the end of a run. */
    static void checkRunning(List<Reason> reasons, LoadPlan plan, RequestStats request) {
        checkStartLag(reasons, request);
        checkRoundTrips(reasons, plan, request, false);
    }

    private static boolean happened(RequestStats request) {
        return request.count() + request.cutOff() + request.messagesSent() + request.messagesReceived() > 0;
    }

    private static void checkEnd(List<Reason> reasons, LoadPlan plan, Window window, End end) {
        switch (end) {
            case DUE -> {}
            case EARLY ->
                reasons.add(new Reason(
                        Kind.ENDED_EARLY,
                        String.format(
                                Locale.ROOT,
                                "ended early: all users finished after %.1f s (expected: %s)",
                                window.seconds(),
                                planned(plan))));
            case STALLED ->
                reasons.add(new Reason(
                        Kind.STALLED,
                        "aborted: nothing completed for %s (expected: %s; measure long calls with --duration)"
                                .formatted(Durations.format(Thresholds.STALL), planned(plan))));
        }
    }

    private static String planned(LoadPlan plan) {
        return plan.count() == null
                ? Durations.format(plan.longest())
                : String.format(Locale.ROOT, "a count of %,d", plan.count());
    }

    private static void checkStartLag(List<Reason> reasons, RequestStats request) {
        double p99Millis =
                request.startLag().getTotalCount() == 0 ? 0 : request.startLag().getValueAtPercentile(99) / 1e6;
        if (p99Millis > Thresholds.START_LAG_P99_MILLIS) {
            reasons.add(new Reason(
                    Kind.START_LAG,
                    String.format(
                            Locale.ROOT,
                            "%s: start lag p99: %.1f ms (expected: at most %.1f ms)",
                            request.name(),
                            p99Millis,
                            Thresholds.START_LAG_P99_MILLIS)));
        }
    }

    private static void checkCutOff(List<Reason> reasons, RequestStats request) {
        if (request.cutOff() > 0) {
            reasons.add(new Reason(
                    Kind.CUT_OFF,
                    String.format(
                            Locale.ROOT,
                            "%s: %,d calls cut off at the end of the run and excluded from the results (expected: 0)",
                            request.name(),
                            request.cutOff())));
        }
    }

    /**
     * Responses are matched to messages by order: after one too many or too few, all later round trips are wrong. The members
     * of a room match them by key.
     */
    private static void checkRoundTrips(List<Reason> reasons, LoadPlan plan, RequestStats request, boolean ended) {
        boolean room = plan.requests().stream()
                .anyMatch(each ->
                        each.name().equals(request.name()) && each.settings().room() != null);
        if (room || request.kind() == MethodType.UNARY || request.roundTrip().getTotalCount() == 0) {
            return;
        }
        long sent = request.messagesSent();
        long received = request.messagesReceived();
        boolean allEndedWell = ended && request.failed() == 0 && request.cutOff() == 0 && request.endedEarly() == 0;
        if (received > sent || (received < sent && allEndedWell)) {
            reasons.add(new Reason(
                    Kind.ROUND_TRIPS,
                    String.format(
                            Locale.ROOT,
                            "%s: %,d messages received for %,d sent; round trips are matched by order and therefore wrong"
                                    + " (expected: one response per message)",
                            request.name(),
                            received,
                            sent)));
        }
    }

    /** How a run ended. */
    public enum End {
        /** As planned: its time was over, its count was reached, or it was stopped. */
        DUE,
        /** All its users finished before its time was over. */
        EARLY,
        /** It was aborted: its count was not reached, and nothing completed any more. */
        STALLED
    }
}

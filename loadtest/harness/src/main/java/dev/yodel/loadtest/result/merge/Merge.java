package dev.yodel.loadtest.result.merge;

import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.SlowestCalls;
import dev.yodel.loadtest.result.Totals;
import dev.yodel.loadtest.result.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Merges the results of load generators that ran at the same time into one: as if a single recorder had seen every sample.
 *
 * <p>Counts and histograms are added, never averaged. The window begins with the first and ends with the last. The readings of
 * the load generators are the worst of all. Users, streams, rates and counts of the plans are added.
 */
public final class Merge {

    private Merge() {}

    /** The sum of at least one part. */
    public static RunResult of(List<Part> parts, String runId) {
        List<RunResult> results = parts.stream().map(Part::result).toList();
        Totals totals = new Totals();
        results.forEach(result -> totals.add(result.requests()));
        Window window = window(results);
        LoadPlan plan = plan(results);
        return new RunResult(
                info(results, runId),
                plan,
                window,
                MergedReadings.worst(results.stream().map(RunResult::injector).toList()),
                totals.stats(),
                MergedChannels.sum(results.stream().map(RunResult::channels).toList()),
                MergedTimeline.of(results, window),
                MergedStages.of(plan, results),
                SlowestCalls.of(results.stream()
                        .flatMap(result -> result.slowest().stream())
                        .toList()));
    }

    /** Labels that all parts agree on; their ids are in one of their own. */
    private static RunInfo info(List<RunResult> results, String runId) {
        RunInfo first = results.get(0).info();
        TreeMap<String, String> labels = new TreeMap<>(first.labels());
        for (RunResult result : results) {
            labels.entrySet().retainAll(result.info().labels().entrySet());
        }
        labels.put("parts", String.valueOf(results.size()));
        boolean sameName = results.stream()
                        .map(result -> String.valueOf(result.info().name()))
                        .distinct()
                        .count()
                == 1;
        return new RunInfo(first.yodel(), runId, sameName ? first.name() : null, labels);
    }

    private static Window window(List<RunResult> results) {
        List<Window> windows = results.stream()
                .map(RunResult::window)
                .filter(window -> window.seconds() > 0)
                .toList();
        return windows.isEmpty() ? results.get(0).window() : window(windows.stream());
    }

    /** From the start of the first to the end of the last one. */
    static Window window(Stream<Window> windows) {
        return windows.reduce((a, b) -> {
                    Instant start = a.start().isBefore(b.start()) ? a.start() : b.start();
                    Instant end = a.end().isAfter(b.end()) ? a.end() : b.end();
                    return new Window(start, end, Duration.between(start, end).toNanos() / 1e9);
                })
                .orElseThrow();
    }

    private static LoadPlan plan(List<RunResult> results) {
        LoadPlan first = results.get(0).plan();
        Map<String, RequestPlan> requests = new LinkedHashMap<>();
        long count = 0;
        for (RunResult result : results) {
            count += result.plan().count() == null ? 0 : result.plan().count();
            for (RequestPlan request : result.plan().requests()) {
                requests.merge(request.name(), request, (a, b) -> a.with(sum(a.arrival(), b.arrival())));
            }
        }
        boolean counted = first.count() != null && count > 0;
        return new LoadPlan(
                first.scenario(),
                first.target(),
                first.warmUp(),
                counted ? null : first.longest(),
                counted ? Long.valueOf(count) : null,
                new ArrayList<>(requests.values()));
    }

    /** Those of the same model; else the first one, as they have no sum. */
    static Arrival sum(Arrival a, Arrival b) {
        Profile profile =
                a.profile() == null || b.profile() == null ? null : a.profile().plus(b.profile());
        if (a instanceof Arrival.Users one && b instanceof Arrival.Users other) {
            return new Arrival.Users(
                    Math.min(Arrival.MOST_USERS, one.users() + other.users()), one.pace(), one.thinkTime(), profile);
        }
        if (a instanceof Arrival.Streams one && b instanceof Arrival.Streams other) {
            Double rate = one.rate() == null || other.rate() == null
                    ? one.rate()
                    : Double.valueOf(Math.min(Arrival.HIGHEST_RATE, one.rate() + other.rate()));
            return new Arrival.Streams(
                    Math.min(Arrival.MOST_USERS, one.streams() + other.streams()),
                    one.pace(),
                    rate,
                    one.thinkTime(),
                    profile);
        }
        if (a instanceof Arrival.Rate one && b instanceof Arrival.Rate other) {
            return new Arrival.Rate(
                    Math.min(Arrival.HIGHEST_RATE, one.rate() + other.rate()), one.poissonSeed(), profile);
        }
        return a;
    }
}

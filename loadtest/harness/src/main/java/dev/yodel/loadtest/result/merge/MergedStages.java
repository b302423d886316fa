package dev.yodel.loadtest.result.merge;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.StageStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stages of several load generators, added by request and number. */
final class MergedStages {

    private MergedStages() {}

    /** @param plan the merged plan, whose stages have the sums of the parts */
    static List<StageStats> of(LoadPlan plan, List<RunResult> results) {
        Map<Key, List<StageStats>> byKey = new LinkedHashMap<>();
        for (RunResult result : results) {
            for (StageStats stage : result.stages()) {
                byKey.computeIfAbsent(new Key(stage.stats().name(), stage.number()), key -> new ArrayList<>())
                        .add(stage);
            }
        }
        return byKey.values().stream().map(parts -> sum(plan, parts)).toList();
    }

    private static StageStats sum(LoadPlan plan, List<StageStats> parts) {
        StageStats first = parts.get(0);
        Profile profile = plan.request(first.stats().name()).arrival().profile();
        return new StageStats(
                first.number(),
                profile == null || profile.stages().size() < first.number()
                        ? first.stage()
                        : profile.stages().get(first.number() - 1).toString(),
                Merge.window(parts.stream().map(StageStats::window)),
                parts.stream().map(StageStats::stats).reduce(RequestStats::plus).orElseThrow());
    }

    private record Key(String name, int number) {}
}

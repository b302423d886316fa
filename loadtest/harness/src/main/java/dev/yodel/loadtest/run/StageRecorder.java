package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.LatencyRecorder;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.StageStats;
import dev.yodel.loadtest.result.Totals;
import dev.yodel.loadtest.result.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Recorders of the stages of those requests that have a profile. Thread-safe. */
final class StageRecorder {

    private final Map<String, Stages> staged = new LinkedHashMap<>();
    private final RunTime time;

    StageRecorder(RunTime time, List<RequestPlan> requests) {
        this.time = time;
        for (RequestPlan request : requests) {
            Profile profile = request.arrival().profile();
            if (profile != null) {
                staged.put(request.name(), Stages.of(request, profile));
            }
        }
    }

    /** The recorder for what is due at that moment; null if the request has no profile. */
    @Nullable
    LatencyRecorder at(String request, long dueNanos) {
        Stages stages = staged.get(request);
        Integer stage = stages == null ? null : stages.profile.stageAt(time.nanosSinceWindow(dueNanos));
        return stages == null || stage == null ? null : stages.recorders.get(stage);
    }

    /** The stages that the run has reached, of those with such numbers, with what was recorded for them until now. */
    synchronized List<StageStats> reached(IntPredicate numbers) {
        List<StageStats> reached = new ArrayList<>();
        Window all = time.windowSoFar();
        for (Stages request : staged.values()) {
            double start = 0;
            List<Profile.Stage> stages = request.profile.stages();
            for (int i = 0; i < stages.size() && start < all.seconds(); i++) {
                double seconds = stages.get(i).duration().toNanos() / 1e9;
                Window window = part(all, start, Math.min(seconds, all.seconds() - start));
                for (RequestStats stats : numbers.test(i + 1) ? request.soFar(i) : List.<RequestStats>of()) {
                    reached.add(new StageStats(i + 1, stages.get(i).toString(), window, stats));
                }
                start += seconds;
            }
        }
        return reached;
    }

    private static Window part(Window all, double start, double seconds) {
        Instant from = all.start().plusNanos((long) (start * 1e9));
        return new Window(from, from.plusNanos((long) (seconds * 1e9)), seconds);
    }

    private record Stages(Profile profile, List<LatencyRecorder> recorders, List<Totals> sums) {

        static Stages of(RequestPlan request, Profile profile) {
            List<LatencyRecorder> recorders = new ArrayList<>();
            List<Totals> sums = new ArrayList<>();
            for (int i = 0; i < profile.stages().size(); i++) {
                LatencyRecorder recorder = new LatencyRecorder();
                recorder.include(request.name(), request.kind());
                recorders.add(recorder);
                sums.add(new Totals());
            }
            return new Stages(profile, List.copyOf(recorders), List.copyOf(sums));
        }

        List<RequestStats> soFar(int stage) {
            Totals sum = sums.get(stage);
            sum.add(recorders.get(stage).take());
            return sum.stats();
        }
    }
}

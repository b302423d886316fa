package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.health.InjectorReadings;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.verdict.Verdict;
import java.util.List;

/**
 * What a run measured.
 *
 * @param yodel the version of Yodel that measured it
 * @param runId the name of the run
 * @param verdict whether its figures can be believed
 * @param plan what it was to do
 * @param window the time that its figures cover
 * @param injector what was seen of the injector in that time
 * @param requests its figures by request name, in the order of the names
 * @param channels what its channels did over the whole run, warm-up included, by target
 */
public record RunResult(
        String yodel,
        String runId,
        Verdict verdict,
        LoadPlan plan,
        Window window,
        InjectorReadings injector,
        List<RequestResult> requests,
        List<ChannelResult> channels) {

    public RunResult {
        requests = List.copyOf(requests);
        channels = List.copyOf(channels);
    }

    /** The results of figures that cover the whole window. */
    public static List<RequestResult> requests(List<RequestStats> figures, Window window) {
        return figures.stream()
                .map(request -> RequestResult.of(request, window.seconds()))
                .toList();
    }

    /** Calls that succeeded, whatever their name. */
    public long ok() {
        return requests.stream().mapToLong(RequestResult::ok).sum();
    }
}

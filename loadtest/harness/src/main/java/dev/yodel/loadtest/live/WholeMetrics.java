package dev.yodel.loadtest.live;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.run.CallCounters;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The metrics of a load on several load generators for Prometheus: the sums of what they report each second. Thread-safe.
 */
public final class WholeMetrics implements IntervalReader, AutoCloseable {

    private final CallCounters calls = new CallCounters();
    private final LiveMetrics metrics;
    private final MetricsEndpoint endpoint;
    private volatile LoadPlan plan;
    private volatile Phase phase = Phase.WARM_UP;

    private WholeMetrics(RunInfo info, LoadPlan plan, LivePort port) throws IOException {
        this.plan = plan;
        metrics = new LiveMetrics(info, this::plan, calls);
        metrics.follow(() -> phase);
        endpoint = MetricsEndpoint.open(port, metrics);
    }

    /**
     * Opens their endpoint.
     *
     * @param plan the whole plan; the load generators know the kinds of its calls better
     * @throws IOException if the port is taken
     */
    public static WholeMetrics open(RunInfo info, LoadPlan plan, LivePort port) throws IOException {
        return new WholeMetrics(info, plan, port);
    }

    private LoadPlan plan() {
        return plan;
    }

    public String url() {
        return "http://127.0.0.1:%d/metrics".formatted(endpoint.port());
    }

    @Override
    public void read(Interval interval) {
        phase = interval.phase();
        List<RequestStats> all = interval.all();
        plan = withKinds(plan, all);
        all.forEach(calls::add);
        metrics.read(interval);
    }

    private static LoadPlan withKinds(LoadPlan plan, List<RequestStats> all) {
        List<RequestPlan> requests = plan.requests().stream()
                .map(request -> all.stream()
                        .filter(stats -> stats.name().equals(request.name()) && stats.kind() != request.kind())
                        .findFirst()
                        .map(stats -> new RequestPlan(
                                request.name(),
                                request.call(),
                                stats.kind(),
                                request.arrival(),
                                request.messages(),
                                request.data(),
                                request.metadata(),
                                request.settings()))
                        .orElse(request))
                .toList();
        return requests.equals(plan.requests())
                ? plan
                : new LoadPlan(
                        plan.scenario(),
                        plan.target(),
                        plan.warmUp(),
                        plan.duration(),
                        plan.count(),
                        plan.coolDown(),
                        requests);
    }

    /** Whether something has scraped them. */
    public boolean isVisited() {
        return endpoint.isVisited();
    }

    /** Keeps them until they were scraped once more, so that they have the last second. */
    public void linger(Duration atMost) {
        endpoint.awaitVisits(atMost);
    }

    @Override
    public void close() {
        endpoint.close();
    }
}

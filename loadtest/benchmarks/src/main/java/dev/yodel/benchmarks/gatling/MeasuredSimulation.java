package dev.yodel.benchmarks.gatling;

import static dev.yodel.gatling.grpc.GrpcDsl.descriptorSet;
import static dev.yodel.gatling.grpc.GrpcDsl.grpc;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import dev.yodel.benchmarks.load.LatenessCounters;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Measurement;
import dev.yodel.benchmarks.load.Workload;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.LatencyRecorder;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/** A load through Gatling, measured by the protocol's {@link LatencyRecorder}. */
public final class MeasuredSimulation extends Simulation {

    /** The system property that names the file with the descriptor set of the API. */
    public static final String SCHEMA = "load.schema";

    private static final Duration LONGER_THAN_ANY_RUN = Duration.ofHours(1);

    private final Load load = Load.of(System.getProperties());
    private final LatencyRecorder recorder = new LatencyRecorder();
    private final LatenessCounters lateness = new LatenessCounters(Load.MAX_RUN_TIME);
    private volatile boolean finished;

    public MeasuredSimulation() {
        LoadScenario scenario = new LoadScenario(load, () -> finished);
        setUp(population(scenario("load").exec(scenario.chain()))).protocols(protocol());
    }

    @Override
    public void before() {
        Thread measurement = new Thread(this::measure, "measurement");
        measurement.setDaemon(true);
        measurement.start();
    }

    private PopulationBuilder population(ScenarioBuilder scenario) {
        return load.workload() == Workload.NEW_USERS
                ? scenario.injectClosed(constantConcurrentUsers(load.users()).during(LONGER_THAN_ANY_RUN))
                : scenario.injectOpen(atOnceUsers(load.users()));
    }

    private GrpcProtocolBuilder protocol() {
        GrpcProtocolBuilder protocol = grpc.target(load.address())
                .usePlaintext()
                .listener(recorder)
                .gatlingStats(load.options().gatlingStats());
        return switch (load.workload()) {
            case JSON -> protocol.schema(descriptorSet(Path.of(System.getProperty(SCHEMA, ""))));
            case SCHEDULED -> protocol.listener(new LatenessListener(lateness));
            case UNARY, NEW_USERS, CHAT -> protocol;
        };
    }

    private void measure() {
        try {
            new Measurement(load, this::counters, lateness, System.in, System.out).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            finished = true;
        }
    }

    private Measurement.Counters counters() {
        List<RequestStats> all = recorder.take();
        if (all.isEmpty()) {
            return new Measurement.Counters(new Histogram(1), 0);
        }
        RequestStats stats = all.get(0);
        Histogram latency = switch (load.workload()) {
            case UNARY, JSON, NEW_USERS -> stats.serviceTime();
            case SCHEDULED -> stats.responseTime();
            case CHAT -> stats.roundTrip();
        };
        return new Measurement.Counters(latency, stats.failed());
    }

    /** Counts late starts of scheduled calls. */
    private record LatenessListener(LatenessCounters lateness) implements SampleListener {

        @Override
        public void callEnded(CallSample sample) {
            lateness.callStarted(sample.dueNanos(), sample.startNanos());
        }
    }
}

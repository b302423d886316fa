package dev.yodel.benchmarks.gatling;

import static dev.yodel.gatling.grpc.GrpcDsl.descriptorSet;
import static dev.yodel.gatling.grpc.GrpcDsl.grpc;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Punctuality;
import dev.yodel.benchmarks.load.Shape;
import dev.yodel.benchmarks.load.Tally;
import dev.yodel.benchmarks.load.Window;
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

/** A load through Gatling, measured by the recorder of the protocol. */
public final class MeasuredSimulation extends Simulation {

    /** The system property with the descriptor set of the API. */
    public static final String SCHEMA = "load.schema";

    private static final Duration LONGER_THAN_ANY_RUN = Duration.ofHours(1);

    private final Load load = Load.of(System.getProperties());
    private final LatencyRecorder recorder = new LatencyRecorder();
    private final Punctuality punctuality = new Punctuality(Load.LONGEST);
    private volatile boolean over;

    public MeasuredSimulation() {
        Users users = new Users(load, () -> over);
        setUp(population(scenario("load").exec(users.chain()))).protocols(protocol());
    }

    @Override
    public void before() {
        Thread window = new Thread(this::measure, "window");
        window.setDaemon(true);
        window.start();
    }

    private PopulationBuilder population(ScenarioBuilder scenario) {
        return load.shape() == Shape.VISIT
                ? scenario.injectClosed(constantConcurrentUsers(load.users()).during(LONGER_THAN_ANY_RUN))
                : scenario.injectOpen(atOnceUsers(load.users()));
    }

    private GrpcProtocolBuilder protocol() {
        GrpcProtocolBuilder protocol = grpc.target(load.target())
                .usePlaintext()
                .listener(recorder)
                .gatlingStats(load.manner().gatlingLog());
        return switch (load.shape()) {
            case JSON -> protocol.schema(descriptorSet(Path.of(System.getProperty(SCHEMA, ""))));
            case PACED -> protocol.listener(new Beginnings(punctuality));
            case UNARY, VISIT, CHAT -> protocol;
        };
    }

    private void measure() {
        try {
            new Window(load, this::counted, punctuality, System.in, System.out).measure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            over = true;
        }
    }

    private Tally counted() {
        List<RequestStats> all = recorder.take();
        if (all.isEmpty()) {
            return new Tally(new Histogram(1), 0);
        }
        RequestStats figures = all.get(0);
        Histogram latency = switch (load.shape()) {
            case UNARY, JSON, VISIT -> figures.serviceTime();
            case PACED -> figures.responseTime();
            case CHAT -> figures.roundTrip();
        };
        return new Tally(latency, figures.failed());
    }

    /** Tells when calls began. */
    private record Beginnings(Punctuality punctuality) implements SampleListener {

        @Override
        public void callEnded(CallSample sample) {
            punctuality.began(sample.dueNanos(), sample.startNanos());
        }
    }
}

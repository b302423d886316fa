package dev.yodel.loadtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.engine.scenario.LoadSimulation;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.run.CallCounters;
import dev.yodel.loadtest.run.LoadRun;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Virtual users that begin long after the run has, as on a machine that is very busy: here, after Gatling has started. */
@Timeout(120)
class ITLateUsers {

    private static final Duration WINDOW = Duration.ofSeconds(5);

    @Test
    void what_was_due_before_they_began_is_late_and_not_lost() throws Exception {
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new HealthStatusManager().getHealthService())
                .build()
                .start();
        PrintStream out = System.out; // Gatling's engine takes it
        try {
            Profile profile = Profile.parse("20/1s, 50/4s");
            RunResult result = runLate(
                    server.getPort(),
                    request("steady", new Arrival.Rate(100)),
                    request("staged", new Arrival.Rate(44, null, profile)));

            assertThat(result.requests())
                    .extracting(RequestStats::name, RequestStats::ok)
                    .containsExactly(tuple("staged", 220L), tuple("steady", 500L));
            assertThat(result.stages())
                    .extracting(stage -> stage.stats().count())
                    .containsExactly(20L, 200L);
            assertThat(result.requests())
                    .allSatisfy(stats -> assertThat(stats.startLag().getMaxValue())
                            .as("the first one was due long ago")
                            .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1)));
        } finally {
            System.setOut(out);
            server.shutdownNow();
        }
    }

    private static RunResult runLate(int port, RequestPlan... requests) throws Exception {
        Target target = new Target("127.0.0.1", port);
        LoadPlan plan = new LoadPlan("load", target, Duration.ZERO, WINDOW, null, List.of(requests));
        LoadRun run = new LoadRun(
                plan, new RunInfo("1.2.3", "late", null, new TreeMap<>()), Goals.NONE, new CallCounters(), List.of());
        run.begin();
        PreparedRuns.put(new PreparedRun(run, null, null));
        GatlingEngine.start(LoadSimulation.class).get(60, TimeUnit.SECONDS);
        return run.finish().result();
    }

    private static RequestPlan request(String name, Arrival arrival) {
        return new RequestPlan(
                name, "grpc.health.v1.Health/Check", MethodType.UNARY, arrival, null, List.of("{}"), List.of());
    }
}

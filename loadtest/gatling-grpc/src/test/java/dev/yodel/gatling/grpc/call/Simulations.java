package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;

import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.gatling.grpc.stats.GrpcRun;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.gatling.app.Gatling$;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Simulations as Gatling runs them, whole; the target comes by system property. */
final class Simulations {

    static final String TARGET = "test.target";

    private Simulations() {}

    /** Runs one simulation and ends the JVM with Gatling's code. */
    public static void main(String[] args) {
        System.exit(Gatling$.MODULE$.fromArgs(args));
    }

    private static GrpcProtocolBuilder protocol() {
        return grpc.target(System.getProperty(TARGET)).usePlaintext();
    }

    /** Two scenarios with all that a report shows: requests, groups, failures, assertions. */
    public static final class TwoScenarios extends Simulation {

        static final AtomicInteger RUNS = new AtomicInteger();

        public TwoScenarios() {
            SampleListener runs = new SampleListener() {
                @Override
                public void runStarted(GrpcRun run) {
                    RUNS.incrementAndGet();
                }
            };
            var greet = grpc("greet #{name}").unary(TestServer.UNARY).send(text("hi"));
            var chat = grpc("chat").bidiStream(TestServer.CHAT);
            setUp(
                            scenario("greeters")
                                    .feed(listFeeder(java.util.List.of(
                                                    java.util.Map.of("name", "Ada"), java.util.Map.of("name", "Grace")))
                                            .circular())
                                    .exec(group("welcome").on(exec(greet)))
                                    .injectOpen(constantUsersPerSec(20).during(2)),
                            scenario("chatters")
                                    .exec(chat.open())
                                    .repeat(3)
                                    .on(exec(chat.send(text("hi")), chat.awaitMessage()))
                                    .exec(chat.halfClose(), chat.awaitEnd())
                                    .injectClosed(constantConcurrentUsers(3).during(2)))
                    .protocols(protocol().listener(runs))
                    .assertions(global().failedRequests().count().is(0L));
        }
    }

    /** More messages than a feeder has records for, and many users who ask for them. */
    public static final class Hungry extends Simulation {

        public Hungry() {
            var chat = grpc("chat").bidiStream(TestServer.CHAT);
            var names = csv("feed/names.csv");
            setUp(
                            scenario("chatters")
                                    .exec(chat.open())
                                    .exec(chat.send(json("\"hi #{name}\"")).feed(names, 5))
                                    .exec(chat.halfClose(), chat.awaitEnd())
                                    .injectOpen(atOnceUsers(5)),
                            scenario("callers")
                                    .exec(grpc("greet")
                                            .unary(TestServer.UNARY)
                                            .send(json("\"hi #{name}\""))
                                            .onSchedule(Schedule.constant(1_000).during(Duration.ofHours(1)))
                                            .feed(names))
                                    .injectOpen(atOnceUsers(5)))
                    .protocols(protocol());
        }
    }

    /** As many requests at once as the throttle lets through in six seconds. */
    public static final class Throttled extends Simulation {

        static final int REQUESTS = 30;
        static final int LEAST_SECONDS = 4;

        private static final int USERS = REQUESTS / 2;
        private static final int A_SECOND = 5;

        public Throttled() {
            var chat = grpc("chat").bidiStream(TestServer.CHAT);
            setUp(scenario("all at once")
                            .exec(grpc("greet").unary(TestServer.UNARY).send(text("hi")))
                            .exec(chat.open(), chat.halfClose(), chat.awaitEnd())
                            .injectOpen(atOnceUsers(USERS)))
                    .throttle(reachRps(A_SECOND).in(0), holdFor(Duration.ofMinutes(1)))
                    .protocols(protocol())
                    .assertions(global().failedRequests().count().is(0L));
        }
    }

    /** Users who loop for ever, and a maximum duration. */
    public static final class Endless extends Simulation {

        public Endless() {
            var chat = grpc("chat").bidiStream(TestServer.CHAT);
            setUp(
                            scenario("callers")
                                    .forever()
                                    .on(exec(grpc("greet")
                                            .unary(TestServer.UNARY)
                                            .send(text("hi"))))
                                    .injectOpen(atOnceUsers(20)),
                            scenario("chatters")
                                    .exec(chat.open())
                                    .forever()
                                    .on(exec(chat.send(text("hi")), chat.awaitMessage()))
                                    .injectOpen(atOnceUsers(20)),
                            scenario("silent")
                                    .exec(chat.open(), chat.awaitMessage().timeout(Duration.ofHours(1)))
                                    .injectOpen(atOnceUsers(20)))
                    .protocols(protocol())
                    .maxDuration(Duration.ofSeconds(Long.getLong("test.seconds")));
        }
    }
}

package example;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;

import example.helloworld.GreeterGrpc;
import example.helloworld.HelloReply;
import example.helloworld.HelloRequest;
import io.gatling.javaapi.core.Simulation;

/** Greets the names of a file, with stubs that this build generates. */
public class GreetSimulation extends Simulation {

    public GreetSimulation() {
        setUp(scenario("greet")
                        .feed(csv("names.csv").circular())
                        .exec(grpc("greet")
                                .unary(GreeterGrpc.getSayHelloMethod())
                                .send(session -> HelloRequest.newBuilder()
                                        .setName(session.getString("name"))
                                        .build())
                                .check(message(HelloReply::getMessage).isEL("Hello #{name}")))
                        .injectOpen(constantUsersPerSec(20).during(2)))
                .protocols(grpc.target(System.getProperty("target")).usePlaintext())
                .assertions(global().failedRequests().count().is(0L), global().allRequests().count().gt(0L));
    }
}

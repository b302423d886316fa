package dev.yodel.benchmarks.gatling;

import static dev.yodel.gatling.grpc.GrpcDsl.grpc;
import static dev.yodel.gatling.grpc.GrpcDsl.json;
import static dev.yodel.gatling.grpc.GrpcDsl.statusCode;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.stopLoadGeneratorIf;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Messages;
import dev.yodel.gatling.grpc.GrpcUnaryAction;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.grpc.Status;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What the users of a load do, written as a user of the language writes it: they live as long as the run, unless they
 * visit, and every call has its status checked.
 *
 * @param over whether the run is
 */
record Users(Load load, BooleanSupplier over) {

    private static final String NAME = "call";
    private static final double NANOS = 1e9;

    /** How long a paced load goes on past its window, which opens some time after the last call of the warm-up. */
    private static final Duration SLACK = Duration.ofSeconds(6);

    ChainBuilder chain() {
        return switch (load.shape()) {
            case UNARY -> untilOver(exec(echo()));
            case JSON -> withoutStubs();
            case VISIT -> exec(echo()).exec(stopLoadGeneratorIf("over", session -> over.getAsBoolean()));
            case PACED -> paced();
            case CHAT -> chat();
        };
    }

    private ChainBuilder withoutStubs() {
        ActionBuilder call = grpc(NAME)
                .unary("yodel.v1.EchoService/Echo")
                .send(json("{\"message\": \"#{text}\"}"))
                .check(statusOk());
        return exec(session -> session.set("text", Messages.TEXT)).exec(untilOver(exec(call)));
    }

    private ChainBuilder paced() {
        Duration warmUp = Duration.ofNanos((long) (load.warmUp() / load.warmUpRate() * NANOS));
        Duration rest = load.settle().plus(load.window()).plus(SLACK);
        return exec(
                echo().onSchedule(each(load.warmUpRate()).during(warmUp)),
                echo().onSchedule(each(load.manner().rate()).during(rest)));
    }

    private Schedule.Start each(double rate) {
        return Schedule.constant(rate / load.users());
    }

    private ChainBuilder chat() {
        var chat = grpc(NAME).bidiStream(EchoServiceGrpc.getChatMethod());
        var send = chat.send(Messages.chat());
        ChainBuilder opened = exec(chat.open());
        for (int i = 0; i < load.manner().inFlight(); i++) {
            opened = opened.exec(send);
        }
        // A stream that has ended answers no more: without a look at it the loop would spin.
        return opened.exec(asLongAs(session -> !over.getAsBoolean() && !session.isFailed())
                        .on(exec(chat.awaitMessage(), send)))
                .exec(chat.halfClose(), chat.awaitEnd().check(statusOk()));
    }

    private GrpcUnaryAction<EchoRequest, EchoResponse> echo() {
        return grpc(NAME)
                .unary(EchoServiceGrpc.getEchoMethod())
                .send(Messages.echo(load.manner().delay()))
                .check(statusOk());
    }

    private ChainBuilder untilOver(ChainBuilder round) {
        return asLongAs(session -> !over.getAsBoolean()).on(round);
    }

    private static CheckBuilder statusOk() {
        return statusCode().is(Status.Code.OK);
    }
}

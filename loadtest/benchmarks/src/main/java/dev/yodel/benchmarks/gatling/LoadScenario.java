package dev.yodel.benchmarks.gatling;

import static dev.yodel.gatling.grpc.GrpcDsl.grpc;
import static dev.yodel.gatling.grpc.GrpcDsl.json;
import static dev.yodel.gatling.grpc.GrpcDsl.statusCode;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.stopLoadGeneratorIf;

import dev.yodel.benchmarks.load.EchoMessages;
import dev.yodel.benchmarks.load.Load;
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
 * The scenario of a load in the DSL of {@code yodel-gatling-grpc}, with a check of the status on every call.
 *
 * @param finished whether the measurement has finished
 */
record LoadScenario(Load load, BooleanSupplier finished) {

    private static final String NAME = "call";
    private static final double NANOS = 1e9;

    /** The time by which the schedule exceeds the window, which begins some time after the last call of the warm-up. */
    private static final Duration SLACK = Duration.ofSeconds(6);

    ChainBuilder chain() {
        return switch (load.workload()) {
            case UNARY -> untilFinished(exec(echo()));
            case JSON -> withoutStubs();
            case NEW_USERS -> exec(echo()).exec(stopLoadGeneratorIf("finished", session -> finished.getAsBoolean()));
            case SCHEDULED -> scheduled();
            case CHAT -> chat();
        };
    }

    private ChainBuilder withoutStubs() {
        ActionBuilder call = grpc(NAME)
                .unary("yodel.v1.EchoService/Echo")
                .send(json("{\"message\": \"#{text}\"}"))
                .check(statusOk());
        return exec(session -> session.set("text", EchoMessages.TEXT)).exec(untilFinished(exec(call)));
    }

    private ChainBuilder scheduled() {
        Duration warmUp = Duration.ofNanos((long) (load.warmUp() / load.warmUpRate() * NANOS));
        Duration rest = load.settleTime().plus(load.window()).plus(SLACK);
        return exec(
                echo().onSchedule(perUser(load.warmUpRate()).during(warmUp)),
                echo().onSchedule(perUser(load.options().rate()).during(rest)));
    }

    private Schedule.Start perUser(double rate) {
        return Schedule.constant(rate / load.users());
    }

    private ChainBuilder chat() {
        var chat = grpc(NAME).bidiStream(EchoServiceGrpc.getChatMethod());
        var send = chat.send(EchoMessages.chat());
        ChainBuilder opened = exec(chat.open());
        for (int i = 0; i < load.options().inFlight(); i++) {
            opened = opened.exec(send);
        }
        // A failed stream answers nothing, so the loop must end with it.
        return opened.exec(asLongAs(session -> !finished.getAsBoolean() && !session.isFailed())
                        .on(exec(chat.awaitMessage(), send)))
                .exec(chat.halfClose(), chat.awaitEnd().check(statusOk()));
    }

    private GrpcUnaryAction<EchoRequest, EchoResponse> echo() {
        return grpc(NAME)
                .unary(EchoServiceGrpc.getEchoMethod())
                .send(EchoMessages.echo(load.options().serverDelay()))
                .check(statusOk());
    }

    private ChainBuilder untilFinished(ChainBuilder calls) {
        return asLongAs(session -> !finished.getAsBoolean()).on(calls);
    }

    private static CheckBuilder statusOk() {
        return statusCode().is(Status.Code.OK);
    }
}

package dev.yodel.loadtest.engine.scenario;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.exec;

import com.google.protobuf.DynamicMessage;
import dev.yodel.gatling.grpc.GrpcSendingStream;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.run.LoadRun;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;

/** Streams that virtual users hold open with messages on them; reopened when they end, and at the start of the window. */
final class HeldStreams {

    private final RequestPlan request;
    private final RunStages stages;
    private final MethodCalls calls;
    private final CallValues values;

    HeldStreams(LoadRun run, RequestPlan request) {
        this.request = request;
        stages = new RunStages(run);
        calls = new MethodCalls(run.plan(), request);
        values = new CallValues(run, request);
    }

    ChainBuilder behavior(Arrival.Streams held) {
        return values.forUser(streams(held));
    }

    private ChainBuilder streams(Arrival.Streams held) {
        return switch (request.kind()) {
            case CLIENT_STREAMING -> {
                var stream = calls.clientStream();
                yield held.rate() == null
                        ? inTurn(stream, exec(stream.sendInTurn(calls.data())))
                        : onSchedule(stream, held.rate() / held.streams());
            }
            case BIDI_STREAMING -> {
                var stream = calls.bidiStream();
                yield held.rate() == null
                        ? inTurn(
                                stream,
                                exec(
                                        stream.sendInTurn(calls.data()),
                                        stream.awaitMessage().orEnd()))
                        : onSchedule(stream, held.rate() / held.streams());
            }
            default -> receiving();
        };
    }

    private ChainBuilder inTurn(GrpcSendingStream<?, DynamicMessage, DynamicMessage> stream, ChainBuilder exchange) {
        return stages.staged(true, stage -> {
            ChainBuilder round = exec(stream.open())
                    .exec(asLongAs(session -> !session.isFailed() && stream.isOpen(session) && stage.next())
                            .on(values.forCall(exchange)))
                    .exec(stream.halfClose())
                    .exec(calls.end(stream));
            return exec(asLongAs(session -> stage.isActive()).on(round));
        });
    }

    private ChainBuilder onSchedule(GrpcSendingStream<?, DynamicMessage, DynamicMessage> stream, double perSecond) {
        return stages.staged(true, stage -> {
            Schedule schedule = Schedule.constant(perSecond).during(session -> stage.timeLeft());
            return exec(asLongAs(session -> stage.isActive())
                    .on(exec(stream.open())
                            .exec(onSchedule(stream, schedule))
                            .exec(stream.receiveFor(session -> stage.timeLeft()))
                            .exec(stream.halfClose())
                            .exec(calls.end(stream))));
        });
    }

    private ActionBuilder onSchedule(GrpcSendingStream<?, DynamicMessage, DynamicMessage> stream, Schedule schedule) {
        var sends = stream.sendOnSchedule(calls.nextMessage(), schedule);
        return values.perCall() ? sends.feed(values.all()) : sends;
    }

    /** Receives until the stage ends, whether the server ends its streams or not. */
    private ChainBuilder receiving() {
        var stream = calls.serverStream();
        return stages.staged(
                true,
                stage -> exec(asLongAs(session -> stage.isActive())
                        .on(values.forCall(exec(stream.open(calls.nextMessage()))
                                .exec(stream.receiveFor(session -> stage.timeLeft()))
                                .exec(stream.cancel())
                                .exec(calls.end(stream))))));
    }
}

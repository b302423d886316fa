package dev.yodel.loadtest.engine.scenario;

import static dev.yodel.gatling.grpc.GrpcDsl.grpc;
import static dev.yodel.gatling.grpc.GrpcDsl.message;
import static dev.yodel.gatling.grpc.GrpcDsl.messageCount;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;

import dev.yodel.gatling.grpc.GrpcStream;
import dev.yodel.loadtest.plan.DemoPlan;
import dev.yodel.loadtest.plan.Pacing;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.run.LoadRun;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.CollectRequest;
import dev.yodel.v1.CollectResponse;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.GreetRequest;
import dev.yodel.v1.GreetResponse;
import dev.yodel.v1.GreetingServiceGrpc;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.Session;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/** What the virtual users of the demo do until the run is over: one call per round. */
final class DemoCalls {

    private static final String ROUND = "round";

    private static final String MESSAGE = "message";
    private static final String PACE = "pace";
    private static final String TEXT = "Yodel-ay-ee-oo";

    private final LoadRun run;

    DemoCalls(LoadRun run) {
        this.run = run;
    }

    /**
     * A stream: its first message at once, then one per pace, and its end when the next message would be due. The user opens
     * the next stream at once: as many streams as users are open all the time.
     */
    ChainBuilder chat() {
        RequestPlan plan = run.plan().request(DemoPlan.CHAT);
        var chat = grpc(plan.name()).bidiStream(EchoServiceGrpc.getChatMethod());
        ChainBuilder exchange =
                exec(chat.send(ChatRequest.newBuilder().setMessage(TEXT).build()), chat.awaitMessage());
        return rounds(exec(chat.open())
                .exec(exchange)
                .exec(asLongAs(session -> isActive(session) && left(plan, session) > 0, MESSAGE)
                        .on(exec(untilDue(plan), exchange)))
                .exec(untilDue(plan))
                .exec(chat.halfClose(), chat.awaitEnd())
                .exec(recover(chat)));
    }

    ChainBuilder greet() {
        RequestPlan plan = run.plan().request(DemoPlan.GREET);
        return rounds(paced(plan)
                .exec(grpc(plan.name())
                        .unary(GreetingServiceGrpc.getGreetMethod())
                        .send(GreetRequest.newBuilder().setName("Ada").build())
                        .check(message(GreetResponse::getGreeting).is("Hello, Ada!"))));
    }

    ChainBuilder expand() {
        RequestPlan plan = run.plan().request(DemoPlan.EXPAND);
        var expand = grpc(plan.name()).serverStream(EchoServiceGrpc.getExpandMethod());
        ExpandRequest request = ExpandRequest.newBuilder()
                .setMessage(TEXT)
                .setCount(messages(plan))
                .build();
        return rounds(paced(plan)
                .exec(
                        expand.open(request),
                        expand.awaitEnd().check(messageCount().is((long) messages(plan))))
                .exec(recover(expand)));
    }

    ChainBuilder collect() {
        RequestPlan plan = run.plan().request(DemoPlan.COLLECT);
        var collect = grpc(plan.name()).clientStream(EchoServiceGrpc.getCollectMethod());
        List<CollectRequest> messages = LongStream.range(0, messages(plan))
                .mapToObj(seq ->
                        CollectRequest.newBuilder().setMessage(TEXT).setSeq(seq).build())
                .toList();
        return rounds(paced(plan)
                .exec(collect.open(), collect.sendAll(session -> messages), collect.halfClose())
                .exec(collect.awaitEnd()
                        .check(message(CollectResponse::getCount).is((long) messages(plan))))
                .exec(recover(collect)));
    }

    /**
     * Cancels a stream that failed and may still be open, as after a time-out: the next round opens another one by the same
     * name, and a refusal would count as a failure of the service.
     */
    private static ChainBuilder recover(GrpcStream<?, ?, ?> stream) {
        return exec(doIf(Session::isFailed).then(exec(stream.cancel()).exec(Session::markAsSucceeded)));
    }

    private ChainBuilder rounds(ChainBuilder round) {
        return exec(asLongAs(session -> !run.over(), ROUND).on(round));
    }

    /** Waits until the next message of the user is due, unless the run is over. */
    private ChainBuilder untilDue(RequestPlan plan) {
        return doIf(session -> !run.over()).then(paced(plan));
    }

    private static ChainBuilder paced(RequestPlan plan) {
        Pacing pace = Objects.requireNonNull(plan.arrival().pace(), plan.name());
        return CoreDsl.pace(pace.least(), pace.most(), PACE);
    }

    private static int messages(RequestPlan plan) {
        return Objects.requireNonNull(plan.messages(), plan.name());
    }

    private boolean isActive(Session session) {
        return !session.isFailed() && !run.over();
    }

    /**
     * How many more messages the stream carries. The first stream of each user is shorter, by a different number of messages:
     * otherwise all streams would end at the same time, again and again.
     */
    private static int left(RequestPlan plan, Session session) {
        int first = (int) (session.userId() % messages(plan));
        int all = session.getInt(ROUND) == 0 ? first : messages(plan) - 1;
        return all - session.getInt(MESSAGE);
    }
}

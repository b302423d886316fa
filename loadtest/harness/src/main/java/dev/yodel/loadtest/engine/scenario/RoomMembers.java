package dev.yodel.loadtest.engine.scenario;

import static dev.yodel.gatling.grpc.GrpcDsl.grpc;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.exec;

import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.run.LoadRun;
import dev.yodel.v1.Hello;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.JoinResponse;
import dev.yodel.v1.Post;
import dev.yodel.v1.RoomServiceGrpc;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Members of a chat room, who post on a schedule and receive what all of them post. The round trip of a message is that of
 * each delivery: from the due time of the post, by whichever member, to its arrival at this one.
 */
final class RoomMembers {

    private static final String NAME = "yodel.member";
    private static final String TEXT = "Yodel-ay-ee-oo".repeat(4);

    private final LoadRun run;
    private final RequestPlan request;
    private final MethodCalls calls;
    private final String room;
    private final RoomPosts posts = new RoomPosts(ThreadLocalRandom.current().nextLong(1L << 60));
    private final AtomicInteger members = new AtomicInteger();
    private final String runName = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);

    RoomMembers(LoadRun run, RequestPlan request) {
        this.run = run;
        this.request = request;
        calls = new MethodCalls(run.plan(), request);
        room = Objects.requireNonNull(request.settings().room());
    }

    /** Joins, posts and receives until the run is over; joins again when the call ends before. */
    ChainBuilder behavior() {
        Arrival.Streams held = (Arrival.Streams) request.arrival();
        GrpcBidiStream<JoinRequest, JoinResponse> stream = calls.set(
                        grpc(request.name()).bidiStream(RoomServiceGrpc.getJoinMethod()))
                .measureBy(posts::member);
        double perMember = Objects.requireNonNull(held.rate()) / held.streams();
        return exec(session -> session.set(NAME, "load-" + runName + "-" + members.incrementAndGet()))
                .exec(new RunStages(run)
                        .staged(
                                true,
                                stage -> exec(asLongAs(session -> stage.isActive())
                                        .on(exec(stream.open())
                                                .exec(stream.send(this::hello))
                                                .exec(stream.sendOnSchedule(
                                                        session -> post(),
                                                        Schedule.constant(perMember)
                                                                .during(session -> stage.timeLeft())))
                                                .exec(stream.receiveFor(session -> stage.timeLeft()))
                                                .exec(stream.halfClose())
                                                .exec(calls.end(stream))))));
    }

    /** One line of counts. */
    String summary() {
        return posts.summary(room);
    }

    private JoinRequest hello(Session session) {
        return JoinRequest.newBuilder()
                .setHello(Hello.newBuilder().setRoom(room).setName(Objects.requireNonNull(session.getString(NAME))))
                .build();
    }

    private JoinRequest post() {
        return JoinRequest.newBuilder()
                .setPost(Post.newBuilder().setText(TEXT).setKey(posts.nextKey()))
                .build();
    }
}

package dev.yodel.service;

import static dev.yodel.service.Eventually.assertThatEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.yodel.v1.Event;
import dev.yodel.v1.GetRoomRequest;
import dev.yodel.v1.Hello;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.JoinResponse;
import dev.yodel.v1.ListRoomsRequest;
import dev.yodel.v1.Post;
import dev.yodel.v1.Room;
import dev.yodel.v1.RoomServiceGrpc;
import dev.yodel.v1.SlowPolicy;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rooms over real connections: readers that stop, members that go and come back. */
class ITRoom {

    @RegisterExtension
    static final LocalServer LOCAL =
            new LocalServer("--room-history", "100", "--max-room-members", "10", "--max-rooms", "20");

    /** More than the windows and buffers of a reader that stops, and than the room keeps. */
    private static final int POSTS = 600;

    private static final int BATCH = 20;

    private static final ByteString PAYLOAD = ByteString.copyFrom(new byte[8 << 10]);

    /** Another connection: a stream that is not read may use up the window of all streams of its connection. */
    private ManagedChannel other;

    @BeforeEach
    void connect() {
        other = ManagedChannelBuilder.forTarget(LOCAL.server().grpcTarget())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        other.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
    }

    @Test
    void two_people_talk() throws InterruptedException {
        RecordingCall<JoinRequest, JoinResponse> ada = join("talk", hello("ada"), 1000);
        RecordingCall<JoinRequest, JoinResponse> bob = join("talk", hello("bob"), 1000);
        post(ada, "Hi Bob!");
        awaitEvents(bob, 2);
        post(bob, "Hi Ada!");
        awaitEvents(ada, 4);

        assertThat(texts(ada)).containsExactly("Hi Bob!", "Hi Ada!");
        assertThat(events(ada)).extracting(Event::getSeq).containsExactly(1L, 2L, 3L, 4L);
        assertThat(events(ada)).extracting(Event::getName).containsExactly("ada", "bob", "ada", "bob");

        bob.call().halfClose();
        bob.awaitClose();
        assertThat(bob.status().getCode()).isEqualTo(Status.Code.OK);
        awaitEvents(ada, 5);
        assertThat(events(ada).get(4).hasLeft()).isTrue();
        ada.call().cancel("done", null);
    }

    @Test
    void a_reader_that_stops_holds_up_no_one_and_continues_with_a_gap() throws InterruptedException {
        RecordingCall<JoinRequest, JoinResponse> ada = join("gap", hello("ada"), 1_000_000);
        RecordingCall<JoinRequest, JoinResponse> bob = join("gap", hello("bob"), 1_000_000);
        RecordingCall<JoinRequest, JoinResponse> stopped = join(other, "gap", hello("stopped"), 1);

        for (int sent = 0; sent < POSTS; sent += BATCH) {
            postBatch(ada);
            awaitSeq(bob, 3 + sent + BATCH);
        }
        assertThat(events(bob)).extracting(Event::getSeq).hasSize(2 + POSTS);
        assertThat(stopped.messages()).hasSize(1);

        stopped.call().request(1_000_000);
        awaitSeq(stopped, 3 + POSTS);
        // Each number is there once: as an event or within a gap.
        long next = 3;
        for (JoinResponse response :
                stopped.messages().subList(1, stopped.messages().size())) {
            if (response.hasGap()) {
                assertThat(response.getGap().getFromSeq()).isEqualTo(next);
                next = response.getGap().getToSeq();
            } else {
                assertThat(response.getEvent().getSeq()).isEqualTo(next);
                next++;
            }
        }
        assertThat(stopped.messages().stream().filter(JoinResponse::hasGap).count())
                .isPositive();
        List.of(ada, bob, stopped).forEach(call -> call.call().cancel("done", null));
    }

    @Test
    void a_reader_that_stops_is_disconnected_if_it_has_chosen_so() throws InterruptedException {
        RecordingCall<JoinRequest, JoinResponse> ada = join("slow", hello("ada"), 1_000_000);
        RecordingCall<JoinRequest, JoinResponse> stopped =
                join(other, "slow", hello("stopped").setSlowPolicy(SlowPolicy.SLOW_POLICY_DISCONNECT), 1);
        for (int sent = 0; sent < POSTS; sent += BATCH) {
            postBatch(ada);
            awaitSeq(ada, 2 + sent + BATCH);
        }

        assertThatEventually(() -> events(ada).stream().anyMatch(Event::hasLeft), left -> left);
        stopped.call().request(1_000_000);
        stopped.awaitClose();
        assertThat(stopped.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(stopped.status().getDescription()).startsWith("the member reads too slowly");
        ada.call().cancel("done", null);
    }

    @Test
    void a_member_whose_connection_is_lost_resumes_without_loss_or_repetition() throws InterruptedException {
        RecordingCall<JoinRequest, JoinResponse> ada = join("resume", hello("ada"), 1_000_000);
        RecordingCall<JoinRequest, JoinResponse> bob =
                join(other, "resume", hello("bob").setSession("s"), 1000);
        post(ada, "1");
        awaitEvents(bob, 1);
        other.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
        for (int i = 2; i <= 50; i++) {
            post(ada, "" + i);
        }

        String room = bob.messages().get(0).getWelcome().getRoomId();
        long from = last(events(bob)).getSeq() + 1;
        RecordingCall<JoinRequest, JoinResponse> again =
                join("resume", hello("bob").setSession("s").setFromSeq(from).setRoomId(room), 1_000_000);
        assertThatEventually(() -> texts(again).contains("50"), seen -> seen);

        List<Event> seen = new ArrayList<>(events(bob));
        seen.addAll(events(again));
        assertThat(seen)
                .extracting(Event::getSeq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(seen.get(0).getSeq(), last(seen).getSeq())
                                .boxed()
                                .toList());
        ada.call().cancel("done", null);
        again.call().cancel("done", null);
    }

    @Test
    void rooms_and_their_members_are_listed() throws InterruptedException {
        RecordingCall<JoinRequest, JoinResponse> ada = join("listed", hello("ada"), 1000);
        awaitEvents(ada, 1);
        RoomServiceGrpc.RoomServiceBlockingStub stub = RoomServiceGrpc.newBlockingStub(LOCAL.channel());

        assertThat(stub.listRooms(ListRoomsRequest.getDefaultInstance()).getRoomsList())
                .extracting(Room::getName)
                .contains("listed")
                .isSorted();
        Room room = stub.getRoom(GetRoomRequest.newBuilder().setRoom("listed").build())
                .getRoom();
        assertThat(room.getMembersList()).containsExactly("ada");
        assertThat(room.getNextSeq()).isEqualTo(2);
        assertThatThrownBy(() ->
                        stub.getRoom(GetRoomRequest.newBuilder().setRoom("none").build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus())
                                .extracting(Status::getCode, Status::getDescription)
                                .containsExactly(Status.Code.NOT_FOUND, "room: none (expected: the name of a room)"));
        ada.call().cancel("done", null);
    }

    @Test
    void a_call_without_a_hello_is_rejected() throws InterruptedException {
        assertThat(new RecordingCall<>(LOCAL.channel(), RoomServiceGrpc.getJoinMethod())
                        .exchange(post(Post.newBuilder().setText("x")))
                        .status())
                .extracting(Status::getCode, Status::getDescription)
                .containsExactly(Status.Code.INVALID_ARGUMENT, "post: the first request (expected: a hello)");
        assertThat(new RecordingCall<>(LOCAL.channel(), RoomServiceGrpc.getJoinMethod())
                        .exchange()
                        .status()
                        .getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void metrics_count_members_and_what_they_receive() throws InterruptedException {
        Scrape scrape = new Scrape(LOCAL.server().metricsUrl());
        double before = scrape.sample("yodel_server_rooms_deliveries_total");
        RecordingCall<JoinRequest, JoinResponse> ada = join("metrics", hello("ada"), 1000);
        post(ada, "one");
        awaitEvents(ada, 2);

        assertThat(scrape.sample("yodel_server_rooms ")).isPositive();
        assertThat(scrape.sample("yodel_server_rooms_members ")).isPositive();
        assertThat(scrape.sample("yodel_server_rooms_posts_total")).isPositive();
        assertThatEventually(() -> scrape.sample("yodel_server_rooms_deliveries_total"), count -> count >= before + 2);
        assertThat(scrape.sample("yodel_server_rooms_gaps_total")).isNotNegative();
        assertThat(scrape.sample("yodel_server_rooms_disconnects_total")).isNotNegative();
        ada.call().cancel("done", null);
    }

    private static RecordingCall<JoinRequest, JoinResponse> join(String room, Hello.Builder hello, int reads)
            throws InterruptedException {
        return join(LOCAL.channel(), room, hello, reads);
    }

    private static RecordingCall<JoinRequest, JoinResponse> join(
            ManagedChannel channel, String room, Hello.Builder hello, int reads) throws InterruptedException {
        RecordingCall<JoinRequest, JoinResponse> call = new RecordingCall<>(channel, RoomServiceGrpc.getJoinMethod());
        call.call().request(reads);
        call.call().sendMessage(hello(room, hello));
        assertThatEventually(() -> call.messages().size(), size -> size > 0);
        return call;
    }

    private static Hello.Builder hello(String name) {
        return Hello.newBuilder().setName(name);
    }

    private static JoinRequest hello(String room, Hello.Builder hello) {
        return JoinRequest.newBuilder().setHello(hello.setRoom(room)).build();
    }

    private static void post(RecordingCall<JoinRequest, JoinResponse> member, String text) {
        member.call().sendMessage(post(Post.newBuilder().setText(text)));
    }

    private static JoinRequest post(Post.Builder post) {
        return JoinRequest.newBuilder().setPost(post).build();
    }

    private static void awaitEvents(RecordingCall<JoinRequest, JoinResponse> member, int count)
            throws InterruptedException {
        assertThatEventually(() -> events(member).size(), size -> size >= count);
    }

    private static void awaitSeq(RecordingCall<JoinRequest, JoinResponse> member, long seq)
            throws InterruptedException {
        assertThatEventually(
                () -> member.messages().isEmpty()
                        ? 0
                        : last(member.messages()).getEvent().getSeq(),
                last -> last >= seq);
    }

    private static void postBatch(RecordingCall<JoinRequest, JoinResponse> member) {
        for (int i = 0; i < BATCH; i++) {
            member.call().sendMessage(post(Post.newBuilder().setPayload(PAYLOAD)));
        }
    }

    private static List<Event> events(RecordingCall<JoinRequest, JoinResponse> member) {
        return member.messages().stream()
                .filter(JoinResponse::hasEvent)
                .map(JoinResponse::getEvent)
                .toList();
    }

    private static List<String> texts(RecordingCall<JoinRequest, JoinResponse> member) {
        return events(member).stream()
                .filter(Event::hasPost)
                .map(event -> event.getPost().getText())
                .toList();
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}

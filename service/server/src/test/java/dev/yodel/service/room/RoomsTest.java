package dev.yodel.service.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.service.behavior.RejectedRequestException;
import dev.yodel.v1.Event;
import dev.yodel.v1.Hello;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.JoinResponse;
import dev.yodel.v1.Post;
import dev.yodel.v1.SlowPolicy;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rooms whose passes run when the test says so. */
class RoomsTest {

    private static final int HISTORY = 8;
    private static final RoomLimits LIMITS = new RoomLimits(2, 3, 100, HISTORY, 1 << 20, Duration.ofSeconds(10));

    private final Queue<Runnable> passes = new ArrayDeque<>();
    private long now;
    private Rooms rooms = rooms(LIMITS);

    @Test
    void a_post_reaches_every_member_its_sender_included() {
        Client ada = join("ada");
        Client bob = join("bob");

        ada.post("hello");
        runPasses();

        assertThat(ada.saw()).containsExactly("1 ada joined", "2 bob joined", "3 ada hello");
        assertThat(bob.saw()).containsExactly("2 bob joined", "3 ada hello");
    }

    @Test
    void the_welcome_comes_first_and_has_the_state_of_the_room() {
        Client ada = join("ada");
        Client bob = join("bob");
        runPasses();

        assertThat(ada.call.responses().get(0).getWelcome().getMemberCount()).isEqualTo(1);
        assertThat(bob.call.responses().get(0).getWelcome().getMemberCount()).isEqualTo(2);
        assertThat(bob.call.responses().get(0).getWelcome().getFirstSeq()).isEqualTo(1);
        assertThat(bob.call.responses().get(0).getWelcome().getNextSeq()).isEqualTo(2);
    }

    @Test
    void a_broadcast_is_serialized_once() {
        Client ada = join("ada");
        Client bob = join("bob");
        ada.post("hello");
        runPasses();

        assertThat(last(ada.call.frames())).isSameAs(last(bob.call.frames()));
    }

    @Test
    void a_poster_and_other_readers_do_not_wait_for_a_reader_that_stops() {
        Client ada = join("ada");
        Client bob = join("bob");
        Client eve = join("eve");
        runPasses();
        eve.call.roomFor(0);

        ada.post("1");
        ada.post("2");
        runPasses();

        assertThat(bob.saw()).endsWith("4 ada 1", "5 ada 2");
        assertThat(eve.saw()).containsExactly("3 eve joined");

        eve.call.roomFor(1);
        eve.member.onReady();
        assertThat(eve.saw()).containsExactly("3 eve joined", "4 ada 1");

        eve.call.roomFor(9);
        eve.member.onReady();
        assertThat(eve.saw()).containsExactly("3 eve joined", "4 ada 1", "5 ada 2");
    }

    @Test
    void a_slow_member_gets_a_gap() {
        Client ada = join("ada");
        Client bob = join("bob");
        runPasses();
        bob.call.roomFor(0);
        for (int i = 0; i < HISTORY + 2; i++) {
            ada.post("" + i);
            runPasses();
        }

        bob.call.roomFor(100);
        bob.member.onReady();

        assertThat(bob.saw())
                .containsExactly(
                        "2 bob joined",
                        "gap 3 to 5",
                        "5 ada 2",
                        "6 ada 3",
                        "7 ada 4",
                        "8 ada 5",
                        "9 ada 6",
                        "10 ada 7",
                        "11 ada 8",
                        "12 ada 9");
        assertThat(rooms.counters().gaps()).isEqualTo(1);
        assertThat(bob.call.status()).isNull();
    }

    @Test
    void a_slow_member_is_disconnected_if_it_has_chosen_so() {
        Client ada = join("ada");
        Client bob = join(hello("bob").setSlowPolicy(SlowPolicy.SLOW_POLICY_DISCONNECT));
        runPasses();
        bob.call.roomFor(0);
        for (int i = 0; i < HISTORY + 1; i++) {
            ada.post("" + i);
            runPasses();
        }

        assertThat(bob.call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(bob.call.status().getDescription())
                .isEqualTo("the member reads too slowly: the room has dropped event 3 (expected: 4 or later)");
        assertThat(last(ada.saw())).isEqualTo("12 bob left LEAVE_REASON_TOO_SLOW");
        assertThat(rooms.counters().disconnects()).isEqualTo(1);
    }

    @Test
    void a_history_is_bounded_in_bytes() {
        rooms = rooms(new RoomLimits(2, 3, 100, 1000, 400, Duration.ZERO));
        Client ada = join("ada");
        for (int i = 0; i < 20; i++) {
            ada.post("x".repeat(80));
        }
        runPasses();

        Client bob = join(hello("bob").setFromSeq(0));
        runPasses();
        assertThat(bob.call.responses().get(0).getWelcome())
                .satisfies(welcome ->
                        assertThat(welcome.getNextSeq() - welcome.getFirstSeq()).isBetween(2L, 4L));
    }

    @Test
    void a_member_resumes_without_loss_or_repetition() {
        Client ada = join("ada");
        Client bob = join("bob");
        bob.post("mine");
        runPasses();
        bob.cancel();
        ada.post("while bob is away");
        runPasses();

        Client again = join(hello("bob").setFromSeq(bob.nextSeq()).setRoomId(bob.roomId()));
        runPasses();

        assertThat(bob.saw()).containsExactly("2 bob joined", "3 bob mine");
        assertThat(again.saw())
                .containsExactly("4 bob left LEAVE_REASON_LOST", "5 ada while bob is away", "6 bob joined");
    }

    @Test
    void a_session_that_joins_again_replaces_its_call_unnoticed() {
        Client ada = join("ada");
        Client old = join(hello("bob").setSession("secret"));
        runPasses();

        Client again = join(hello("bob").setSession("secret").setFromSeq(old.nextSeq()));
        old.post("too late");
        old.cancel();
        again.post("here");
        runPasses();

        assertThat(old.call.status().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(again.saw()).containsExactly("3 bob here");
        assertThat(ada.saw()).containsExactly("1 ada joined", "2 bob joined", "3 bob here");
        assertThat(rooms.counters().members()).isEqualTo(2);
    }

    @Test
    void a_member_that_resumes_in_a_new_room_of_the_same_name_starts_at_its_beginning() {
        join("ada").post("new");

        Client bob = join(hello("bob").setFromSeq(1000).setRoomId("an earlier one"));
        runPasses();

        assertThat(bob.saw()).containsExactly("1 ada joined", "2 ada new", "3 bob joined");
    }

    @Test
    void events_that_are_gone_before_a_member_joins_are_a_gap_whatever_it_has_chosen() {
        Client ada = join("ada");
        for (int i = 0; i < HISTORY; i++) {
            ada.post("" + i);
        }

        Client bob = join(hello("bob").setFromSeq(1).setSlowPolicy(SlowPolicy.SLOW_POLICY_DISCONNECT));
        runPasses();

        assertThat(bob.saw()).startsWith("gap 1 to 3", "3 ada 1").hasSize(9);
        assertThat(bob.call.status()).isNull();
    }

    @Test
    void a_member_that_half_closes_sees_its_departure_and_ends_with_ok() {
        Client ada = join("ada");
        Client bob = join("bob");
        bob.post("bye");
        bob.call.roomFor(2);
        bob.member.onHalfClose();
        runPasses();
        assertThat(bob.call.status()).isNull();

        bob.call.roomFor(9);
        bob.member.onReady();

        assertThat(bob.saw()).containsExactly("2 bob joined", "3 bob bye", "4 bob left LEAVE_REASON_LEFT");
        assertThat(bob.call.status()).isEqualTo(Status.OK);
        assertThat(last(ada.saw())).isEqualTo("4 bob left LEAVE_REASON_LEFT");
    }

    @Test
    void posts_are_read_on_when_they_are_delivered() {
        Client ada = join("ada");
        runPasses();
        int before = ada.call.requested();
        ada.post("1");
        ada.post("2");

        assertThat(ada.call.requested()).isEqualTo(before);
        runPasses();
        assertThat(ada.call.requested()).isEqualTo(before + 2);
    }

    @Test
    void names_are_unique_in_a_room() {
        join("ada");

        assertThat(join("ada").call.status())
                .extracting(Status::getCode, Status::getDescription)
                .containsExactly(
                        Status.Code.ALREADY_EXISTS, "hello.name: ada is in the room already (expected: another name)");
        assertThat(join(hello("ada").setRoom("other")).call.status()).isNull();
    }

    @Test
    void members_and_rooms_are_bounded() {
        join("ada");
        join("bob");
        join("eve");
        join(hello("ada").setRoom("other"));

        assertThat(join("mallory").call.status().getDescription())
                .isEqualTo("hello.room: the room is full (expected: at most 3 members)");
        assertThat(join(hello("ada").setRoom("third")).call.status().getDescription())
                .isEqualTo("hello.room: too many rooms (expected: at most 2 with members)");
        assertThat(rooms.count()).isEqualTo(2);
    }

    @Test
    void an_empty_room_is_kept_for_a_time() {
        join("ada").cancel();
        now += TimeUnit.SECONDS.toNanos(9);
        assertThat(rooms.get("den").getNextSeq()).isEqualTo(3);

        now += TimeUnit.SECONDS.toNanos(1);
        assertThatThrownBy(() -> rooms.get("den"))
                .isInstanceOf(RejectedRequestException.class)
                .hasMessage("room: den (expected: the name of a room)");
    }

    @Test
    void the_room_that_is_empty_for_the_longest_time_makes_place() {
        join(hello("ada").setRoom("first")).cancel();
        now++;
        join(hello("ada").setRoom("second")).cancel();
        now++;
        join(hello("ada").setRoom("third"));

        assertThat(rooms.list()).extracting(dev.yodel.v1.Room::getName).containsExactly("second", "third");
    }

    @Test
    void requests_out_of_turn_or_bounds_end_the_call() {
        assertRejected(client().send(post("x")), "post: the first request (expected: a hello)");
        assertRejected(client().send(JoinRequest.getDefaultInstance()), "kind: none (expected: hello or post)");
        assertRejected(join(hello("")), "hello.name: \"\" (expected: 1 to 32 characters)");
        assertRejected(join(hello("x".repeat(33))), "hello.name: 33 characters (expected: at most 32 characters)");
        assertRejected(join(hello("a\u001b[1mda")), "hello.name: a control character (expected: none)");
        assertRejected(join(hello("a").setRoom(" ")), "hello.room: \" \" (expected: 1 to 64 characters)");
        assertRejected(join(hello("a").setFromSeq(-1)), "hello.from_seq: -1 (expected: 0 or more)");
        assertRejected(
                join(hello("a").setSlowPolicyValue(9)),
                "hello.slow_policy: 9 (expected: SLOW_POLICY_GAP or SLOW_POLICY_DISCONNECT)");
        assertThat(join(hello("a").setFromSeq(2)).call.status().getDescription())
                .isEqualTo("hello.from_seq: 2 (expected: at most 1)");
        assertThat(rooms.count()).isZero();
    }

    @Test
    void a_member_that_breaks_the_rules_leaves() {
        Client ada = join("ada");
        Client bob = join("bob");
        assertRejected(bob.post("x".repeat(101)), "post: 101 bytes (expected: at most 100 bytes)");
        runPasses();
        assertThat(last(ada.saw())).isEqualTo("3 bob left LEAVE_REASON_REJECTED");

        assertRejected(
                ada.send(JoinRequest.newBuilder().setHello(hello("x")).build()),
                "hello: a second one (expected: a post)");
    }

    @Test
    void with_threads_every_member_sees_the_same_events_without_gap_or_repetition() throws InterruptedException {
        int posters = 4;
        int posts = 2_000;
        ExecutorService threads = Executors.newFixedThreadPool(posters + 1);
        ThreadPoolExecutor delivery = (ThreadPoolExecutor) Executors.newFixedThreadPool(2);
        delivery.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        rooms = new Rooms(
                new RoomLimits(1, 100, 100, 100_000, 1 << 30, Duration.ZERO),
                delivery,
                System::nanoTime,
                () -> Instant.EPOCH);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < posters; i++) {
            clients.add(join("member " + i));
        }
        AtomicBoolean posting = new AtomicBoolean(true);
        CountDownLatch posted = new CountDownLatch(posters);
        threads.execute(() -> {
            Random random = new Random(1);
            while (posting.get()) {
                Client client = clients.get(random.nextInt(posters));
                client.call.roomFor(random.nextInt(3));
                client.member.onReady();
            }
        });
        for (Client client : clients) {
            threads.execute(() -> {
                for (int i = 0; i < posts; i++) {
                    client.post("" + i);
                }
                posted.countDown();
            });
        }
        assertThat(posted.await(30, TimeUnit.SECONDS)).isTrue();
        posting.set(false);
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        delivery.shutdownNow();
        assertThat(delivery.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        for (int i = 0; i < posters; i++) {
            Client client = clients.get(i);
            client.call.roomFor(Integer.MAX_VALUE);
            client.member.onReady();
            assertThat(client.events())
                    .extracting(Event::getSeq)
                    .containsExactlyElementsOf(LongStream.rangeClosed(i + 1, posters + posters * posts)
                            .boxed()
                            .toList());
        }
    }

    private Rooms rooms(RoomLimits limits) {
        return new Rooms(limits, passes::add, () -> now, () -> Instant.EPOCH);
    }

    private void runPasses() {
        for (Runnable pass = passes.poll(); pass != null; pass = passes.poll()) {
            pass.run();
        }
    }

    private Client client() {
        return new Client(rooms);
    }

    private Client join(String name) {
        return join(hello(name));
    }

    private Client join(Hello.Builder hello) {
        return client().send(JoinRequest.newBuilder().setHello(hello).build());
    }

    private static Hello.Builder hello(String name) {
        return Hello.newBuilder().setRoom("den").setName(name);
    }

    private static JoinRequest post(String text) {
        return JoinRequest.newBuilder().setPost(Post.newBuilder().setText(text)).build();
    }

    private static void assertRejected(Client client, String message) {
        assertThat(client.call.status())
                .extracting(Status::getCode, Status::getDescription)
                .containsExactly(Status.Code.INVALID_ARGUMENT, message);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private static final class Client {

        private final FakeMemberCall call = new FakeMemberCall();
        private final Member member;

        Client(Rooms rooms) {
            member = new Member(call, rooms);
            member.start();
        }

        Client send(JoinRequest request) {
            member.onMessage(request);
            return this;
        }

        Client post(String text) {
            return send(RoomsTest.post(text));
        }

        void cancel() {
            call.cancel();
            member.onCancel();
        }

        String roomId() {
            return call.responses().get(0).getWelcome().getRoomId();
        }

        long nextSeq() {
            return last(events()).getSeq() + 1;
        }

        List<Event> events() {
            return call.responses().stream()
                    .filter(JoinResponse::hasEvent)
                    .map(JoinResponse::getEvent)
                    .toList();
        }

        List<String> saw() {
            return call.responses().stream().skip(1).map(Client::text).toList();
        }

        private static String text(JoinResponse response) {
            if (response.hasGap()) {
                return "gap " + response.getGap().getFromSeq() + " to "
                        + response.getGap().getToSeq();
            }
            Event event = response.getEvent();
            String what = switch (event.getKindCase()) {
                case JOINED -> "joined";
                case LEFT -> "left " + event.getLeft().getReason();
                case POST -> event.getPost().getText();
                case KIND_NOT_SET -> "nothing";
            };
            return event.getSeq() + " " + event.getName() + " " + what;
        }
    }
}

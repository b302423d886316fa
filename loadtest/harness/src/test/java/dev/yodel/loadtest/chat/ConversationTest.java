package dev.yodel.loadtest.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.v1.Event;
import dev.yodel.v1.Gap;
import dev.yodel.v1.Hello;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.JoinResponse;
import dev.yodel.v1.Joined;
import dev.yodel.v1.Post;
import dev.yodel.v1.Welcome;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private final Conversation conversation = new Conversation("den", "ada", "secret");

    @Test
    void the_first_call_asks_for_all_that_the_room_has_kept() {
        Hello hello = conversation.hello().getHello();

        assertThat(hello.getRoom()).isEqualTo("den");
        assertThat(hello.getName()).isEqualTo("ada");
        assertThat(hello.getSession()).isEqualTo("secret");
        assertThat(hello.hasFromSeq()).isTrue();
        assertThat(hello.getFromSeq()).isZero();
    }

    @Test
    void a_later_call_asks_for_the_event_behind_the_last_one() {
        join(1, 3);
        conversation.received(joined(1));
        conversation.received(joined(2));

        assertThat(conversation.hello().getHello().getFromSeq()).isEqualTo(3);
        assertThat(conversation.hello().getHello().getRoomId()).isEqualTo("id");
    }

    @Test
    void posts_are_sent_again_only_after_the_missed_events_and_only_those_that_did_not_arrive() {
        join(1, 1);
        assertThat(conversation.toResend()).isEmpty();
        JoinRequest arrived = conversation.post("arrived");
        JoinRequest lost = conversation.post("lost");

        join(1, 3);
        assertThat(conversation.isCaughtUp()).isFalse();
        assertThat(conversation.toResend()).isEmpty();
        conversation.received(joined(1));
        conversation.received(posted(2, "ada", arrived.getPost()));

        assertThat(conversation.toResend()).containsExactly(lost);
        assertThat(conversation.isCaughtUp()).isTrue();
        assertThat(conversation.toResend()).isEmpty();
        assertThat(conversation.unconfirmed()).isEqualTo(1);
    }

    @Test
    void posts_of_others_confirm_nothing() {
        join(1, 1);
        JoinRequest post = conversation.post("mine");
        conversation.received(posted(1, "bob", post.getPost()));

        assertThat(conversation.unconfirmed()).isEqualTo(1);
    }

    @Test
    void a_gap_moves_on() {
        join(1, 1);
        conversation.received(JoinResponse.newBuilder()
                .setGap(Gap.newBuilder().setFromSeq(1).setToSeq(9))
                .build());

        assertThat(conversation.hello().getHello().getFromSeq()).isEqualTo(9);
    }

    @Test
    void a_new_room_of_the_same_name_starts_again() {
        join(1, 1);
        conversation.received(joined(41));
        JoinRequest post = conversation.post("x");
        conversation.hello();

        assertThat(conversation.welcomed(welcome("other", 1, 1))).isTrue();
        assertThat(conversation.toResend()).containsExactly(post);
        assertThat(conversation.hello().getHello().getRoomId()).isEqualTo("other");
        assertThat(conversation.hello().getHello().getFromSeq()).isEqualTo(1);
    }

    @Test
    void what_waits_for_a_connection_is_bounded() {
        for (int i = 0; i < Conversation.MAX_WAITING; i++) {
            conversation.post("x");
        }

        assertThatThrownBy(() -> conversation.post("x"))
                .hasMessage("1000 posts wait for the connection (expected: at most 1000)");
    }

    private void join(long firstSeq, long nextSeq) {
        conversation.hello();
        conversation.welcomed(welcome("id", firstSeq, nextSeq));
    }

    private static Welcome welcome(String roomId, long firstSeq, long nextSeq) {
        return Welcome.newBuilder()
                .setRoomId(roomId)
                .setFirstSeq(firstSeq)
                .setNextSeq(nextSeq)
                .build();
    }

    private static JoinResponse joined(long seq) {
        return JoinResponse.newBuilder()
                .setEvent(Event.newBuilder().setSeq(seq).setName("bob").setJoined(Joined.getDefaultInstance()))
                .build();
    }

    private static JoinResponse posted(long seq, String name, Post post) {
        return JoinResponse.newBuilder()
                .setEvent(Event.newBuilder().setSeq(seq).setName(name).setPost(post))
                .build();
    }
}

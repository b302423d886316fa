package dev.yodel.loadtest.engine.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.gatling.grpc.stats.RoundTrips;
import dev.yodel.v1.Event;
import dev.yodel.v1.Gap;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.JoinResponse;
import dev.yodel.v1.Joined;
import dev.yodel.v1.Post;
import dev.yodel.v1.Welcome;
import org.junit.jupiter.api.Test;

class RoomPostsTest {

    private final RoomPosts posts = new RoomPosts(1_000);
    private final RoundTrips<JoinRequest, JoinResponse> ada = member();
    private final RoundTrips<JoinRequest, JoinResponse> bob = member();

    @Test
    void a_delivery_is_measured_from_the_due_time_of_the_post_at_every_member() {
        long key = posts.nextKey();
        ada.sent(post(key), 10_000);

        assertThat(ada.roundTrip(event(1, key), 10_500)).isEqualTo(500);
        assertThat(bob.roundTrip(event(1, key), 10_700)).isEqualTo(700);
        assertThat(posts.summary("alm"))
                .isEqualTo("room alm, warm-up included: 1 posts, 2 deliveries, 0 lost, 0 repeated");
    }

    @Test
    void arrivals_and_posts_of_others_are_received_but_not_measured() {
        assertThat(ada.roundTrip(joined(1), 5)).isEqualTo(RoundTrips.NO_ANSWER);
        assertThat(ada.roundTrip(event(2, 77), 6)).isEqualTo(RoundTrips.NO_ANSWER);
    }

    @Test
    void events_that_are_lost_fail_the_member_and_are_counted() {
        assertThatThrownBy(() -> ada.roundTrip(event(4, 77), 5)).hasMessage("room: events were lost");

        assertThat(ada.roundTrip(event(5, 77), 6)).isEqualTo(RoundTrips.NO_ANSWER);
        assertThat(posts.summary("alm")).contains(" 2 deliveries, 3 lost, 0 repeated");
    }

    @Test
    void an_event_that_is_received_twice_fails_the_member_and_is_counted() {
        ada.roundTrip(joined(1), 5);

        assertThatThrownBy(() -> ada.roundTrip(joined(1), 6)).hasMessage("room: an event was received twice");
        assertThat(posts.summary("alm")).contains(" 0 lost, 1 repeated");
    }

    @Test
    void a_gap_fails_the_member_and_is_counted() {
        JoinResponse gap = JoinResponse.newBuilder()
                .setGap(Gap.newBuilder().setFromSeq(1).setToSeq(8))
                .build();

        assertThatThrownBy(() -> ada.roundTrip(gap, 5))
                .hasMessage("room: events were dropped before the member read them");
        assertThat(ada.roundTrip(joined(8), 6)).isEqualTo(RoundTrips.NO_ANSWER);
        assertThat(posts.summary("alm")).contains(" 7 lost");
    }

    private RoundTrips<JoinRequest, JoinResponse> member() {
        RoundTrips<JoinRequest, JoinResponse> member = posts.member();
        member.roundTrip(
                JoinResponse.newBuilder()
                        .setWelcome(Welcome.newBuilder().setNextSeq(1))
                        .build(),
                0);
        return member;
    }

    private static JoinRequest post(long key) {
        return JoinRequest.newBuilder().setPost(Post.newBuilder().setKey(key)).build();
    }

    private static JoinResponse event(long seq, long key) {
        return JoinResponse.newBuilder()
                .setEvent(
                        Event.newBuilder().setSeq(seq).setPost(Post.newBuilder().setKey(key)))
                .build();
    }

    private static JoinResponse joined(long seq) {
        return JoinResponse.newBuilder()
                .setEvent(Event.newBuilder().setSeq(seq).setJoined(Joined.getDefaultInstance()))
                .build();
    }
}

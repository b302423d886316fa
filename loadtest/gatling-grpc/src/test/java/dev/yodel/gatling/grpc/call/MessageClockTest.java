package dev.yodel.gatling.grpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageClockTest {

    private static final long NO_ANSWER = -1;

    private final MessageClock<String, String> inOrder = new MessageClock<>(null);
    private final MessageClock<String, String> byKey =
            new MessageClock<>(new MatchingKey<>(text -> text, text -> text));

    @Test
    void the_nth_answer_is_that_to_the_nth_message() {
        // More than there is room for at first, with the queue's head anywhere.
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 13; i++) {
                inOrder.sent("", 100 * i);
            }
            for (int i = 0; i < 13; i++) {
                assertThat(inOrder.roundTrip("", 10_000)).isEqualTo(10_000 - 100 * i);
            }
        }
    }

    @Test
    void keeps_its_order_while_it_grows_with_some_answered() {
        long sent = 0;
        long answered = 0;
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 3; i++) {
                inOrder.sent("", sent++);
            }
            for (int i = 0; i < 2; i++) {
                assertThat(inOrder.roundTrip("", 0)).isEqualTo(-answered++);
            }
        }
    }

    @Test
    void a_message_that_answers_nothing_has_no_round_trip() {
        assertThat(inOrder.roundTrip("", 5)).isEqualTo(NO_ANSWER);
        assertThat(byKey.roundTrip("a", 5)).isEqualTo(NO_ANSWER);
    }

    @Test
    void answers_with_a_key_may_come_in_any_order() {
        byKey.sent("a", 1);
        byKey.sent("b", 2);

        assertThat(byKey.roundTrip("b", 10)).isEqualTo(8);
        assertThat(byKey.roundTrip("a", 10)).isEqualTo(9);
        assertThat(byKey.roundTrip("a", 10)).isEqualTo(NO_ANSWER);
    }

    @Test
    void stops_matching_for_good_where_far_more_is_sent_than_answered() {
        for (int i = 0; i <= MessageClock.LIMIT; i++) {
            inOrder.sent("", i);
        }

        assertThat(inOrder.roundTrip("", 10)).isEqualTo(NO_ANSWER);
        inOrder.sent("", 1);
        assertThat(inOrder.roundTrip("", 10)).isEqualTo(NO_ANSWER);
    }

    @Test
    void answers_with_one_key_are_those_to_its_messages_in_their_order() {
        byKey.sent("a", 1);
        byKey.sent("b", 2);
        byKey.sent("a", 3);

        assertThat(byKey.roundTrip("a", 10)).isEqualTo(9);
        assertThat(byKey.roundTrip("a", 10)).isEqualTo(7);
        assertThat(byKey.roundTrip("a", 10)).isEqualTo(NO_ANSWER);
        assertThat(byKey.roundTrip("b", 10)).isEqualTo(8);
    }

    @Test
    void messages_with_one_key_are_as_many_as_there_are() {
        for (int i = 0; i < MessageClock.LIMIT; i++) {
            byKey.sent("a", i);
        }

        assertThat(byKey.roundTrip("a", 10)).isEqualTo(10);
        byKey.sent("a", 1);
        byKey.sent("a", 1);
        assertThat(byKey.roundTrip("a", 10)).isEqualTo(NO_ANSWER);
    }
}

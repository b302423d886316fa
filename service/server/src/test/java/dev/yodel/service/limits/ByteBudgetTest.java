package dev.yodel.service.limits;

import static dev.yodel.service.limits.ByteBudget.Reservation.GRANTED;
import static dev.yodel.service.limits.ByteBudget.Reservation.NEVER;
import static dev.yodel.service.limits.ByteBudget.Reservation.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private final ByteBudget budget = new ByteBudget(100, 60, 30, Runnable::run);
    private final ByteBudget.Share one = budget.share();
    private final ByteBudget.Share two = budget.share();
    private final List<String> resumed = new ArrayList<>();

    @Test
    void a_connection_may_hold_its_share_and_no_more() {
        assertThat(hold(one, "a").reserve(60)).isEqualTo(GRANTED);
        assertThat(hold(one, "b").reserve(1)).isEqualTo(WAITING);
        assertThat(hold(two, "c").reserve(40)).isEqualTo(GRANTED);
        assertThat(hold(two, "d").reserve(1)).isEqualTo(WAITING);
        assertThat(budget.held()).isEqualTo(100);
        assertThat(budget.waiting()).isEqualTo(2);
    }

    @Test
    void what_a_connection_may_never_hold_is_refused_at_once() {
        assertThat(hold(one, "a").reserve(61)).isEqualTo(NEVER);
        assertThat(budget.held()).isZero();
    }

    @Test
    void connections_take_turns_and_the_calls_of_each_keep_their_order() {
        ByteBudget.Hold all = hold(one, "all");
        ByteBudget.Hold most = hold(two, "most");
        all.reserve(60);
        most.reserve(40);
        hold(one, "one-1").reserve(20);
        hold(one, "one-2").reserve(20);
        hold(two, "two-1").reserve(20);
        hold(two, "two-2").reserve(20);

        all.release();
        assertThat(resumed).containsExactly("two-1", "one-1", "one-2");

        most.close();
        assertThat(resumed).containsExactly("two-1", "one-1", "one-2", "two-2");
        assertThat(budget.held()).isEqualTo(80);
    }

    @Test
    void calls_that_are_resumed_never_hold_more_than_the_server_may() {
        ByteBudget.Hold first = hold(one, "first");
        hold(two, "second").reserve(60);
        first.reserve(40);
        ByteBudget.Share three = budget.share();
        hold(three, "large").reserve(50);

        first.release();
        assertThat(resumed).as("60 of 100 are held").isEmpty();
        assertThat(budget.held()).isEqualTo(60);
    }

    @Test
    void a_call_that_ends_while_it_waits_is_never_resumed_and_makes_room_for_the_next() {
        ByteBudget.Hold first = hold(one, "first");
        first.reserve(60);
        ByteBudget.Hold gone = hold(one, "gone");
        gone.reserve(60);
        hold(one, "next").reserve(10);

        gone.close();
        first.close();

        assertThat(resumed).containsExactly("next");
        assertThat(budget.held()).isEqualTo(10);
        assertThat(budget.waiting()).isZero();
    }

    @Test
    void a_call_is_full_when_it_holds_what_one_call_may() {
        ByteBudget.Hold call = hold(one, "a");
        call.reserve(29);
        assertThat(call.isFull()).isFalse();
        call.reserve(20);
        assertThat(call.isFull()).isTrue();

        call.release();
        assertThat(call.isFull()).isFalse();
    }

    @Test
    void a_small_reservation_does_not_overtake_a_large_one_that_waits_for_the_server() {
        hold(one, "a").reserve(50);
        ByteBudget.Hold b = hold(two, "b");
        b.reserve(45);
        ByteBudget.Share three = budget.share();
        hold(three, "large").reserve(40);

        assertThat(hold(one, "small").reserve(5)).isEqualTo(WAITING);
        b.close();
        assertThat(resumed).containsExactly("large", "small");
    }

    @Test
    void a_reservation_that_must_not_wait_is_refused_where_there_is_no_room() {
        assertThat(hold(one, "a").tryReserve(60)).isTrue();
        assertThat(hold(one, "b").tryReserve(1)).isFalse();
        assertThat(budget.waiting()).isZero();
    }

    private ByteBudget.Hold hold(ByteBudget.Share share, String name) {
        return share.hold(() -> resumed.add(name));
    }
}

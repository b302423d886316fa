package dev.yodel.gatling.grpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveBufferTest {

    private final List<Integer> requests = new ArrayList<>();

    @Test
    void asks_for_as_many_messages_as_there_is_room() {
        new ReceiveBuffer<>(8, requests::add).open();

        assertThat(requests).containsExactly(8);
    }

    @Test
    void asks_for_no_more_while_nobody_takes_any() {
        ReceiveBuffer<String> receiveBuffer = new ReceiveBuffer<>(4, requests::add);
        receiveBuffer.open();

        fill(receiveBuffer, 4);

        assertThat(requests).containsExactly(4);
    }

    @Test
    void asks_again_for_half_the_room_at_a_time() {
        ReceiveBuffer<String> receiveBuffer = new ReceiveBuffer<>(8, requests::add);
        receiveBuffer.open();
        fill(receiveBuffer, 8);

        take(receiveBuffer, 3);
        assertThat(requests).containsExactly(8);

        take(receiveBuffer, 1);
        assertThat(requests).containsExactly(8, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void never_has_more_than_the_room_and_never_starves(int room) {
        int[] asked = {0};
        ReceiveBuffer<String> receiveBuffer = new ReceiveBuffer<>(room, messages -> asked[0] += messages);
        receiveBuffer.open();
        int came = 0;
        int waiting = 0;
        for (int i = 0; i < 1_000; i++) {
            assertThat(asked[0] - came).as("on the way after %d", i).isPositive();
            receiveBuffer.add("message");
            came++;
            waiting++;
            assertThat(waiting + asked[0] - came).isLessThanOrEqualTo(room);
            if (asked[0] == came || i % 3 == 0) {
                take(receiveBuffer, waiting);
                waiting = 0;
            }
        }
    }

    @Test
    void lets_what_waits_and_what_comes_go_while_it_flows() {
        ReceiveBuffer<String> receiveBuffer = new ReceiveBuffer<>(2, requests::add);
        receiveBuffer.open();
        fill(receiveBuffer, 2);

        receiveBuffer.discard();
        fill(receiveBuffer, 3);

        assertThat(requests).containsExactly(2, 2, 1, 1, 1);
        assertThat(receiveBuffer.poll()).isNull();
    }

    @Test
    void lets_messages_wait_again_once_it_holds() {
        ReceiveBuffer<String> receiveBuffer = new ReceiveBuffer<>(2, requests::add);
        receiveBuffer.open();
        receiveBuffer.discard();

        receiveBuffer.keep();
        receiveBuffer.add("waits");

        assertThat(receiveBuffer.poll()).isEqualTo("waits");
    }

    private static void fill(ReceiveBuffer<String> receiveBuffer, int messages) {
        for (int i = 0; i < messages; i++) {
            receiveBuffer.add("message " + i);
        }
    }

    private static void take(ReceiveBuffer<String> receiveBuffer, int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(receiveBuffer.poll()).isNotNull();
        }
    }
}

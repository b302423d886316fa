package dev.yodel.service.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescriptorsTest {

    @Test
    void what_is_neither_open_nor_in_reserve_is_for_connections() {
        assertThat(new Descriptors(256, 100).forConnections()).isEqualTo(256 - 100 - Descriptors.RESERVE);
        assertThat(new Descriptors(1 << 20, 100).forConnections()).isGreaterThan(1_000_000);
    }

    @Test
    void two_ports_share_them() {
        assertThat(new Descriptors(256, 100).sharedBy(2).forConnections())
                .isEqualTo((256 - 100 - Descriptors.RESERVE) / 2);
    }

    @Test
    void there_is_always_room_for_one() {
        assertThat(new Descriptors(64, 60).forConnections()).isOne();
    }

    @Test
    void this_process_may_open_files() {
        assertThat(Descriptors.ofThisProcess().forConnections()).isGreaterThan(1);
    }
}

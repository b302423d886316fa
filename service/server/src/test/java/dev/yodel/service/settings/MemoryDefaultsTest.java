package dev.yodel.service.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryDefaultsTest {

    private static final long MIB = 1 << 20;

    @Test
    void enough_memory_changes_nothing() {
        assertThat(new MemoryDefaults(256 * MIB, 256 * MIB).smaller()).isEmpty();
    }

    @Test
    void budgets_are_shares_of_a_small_memory_outside_the_heap() {
        assertThat(new MemoryDefaults(60 * MIB, 512 * MIB).smaller())
                .isEqualTo(Map.of(
                        "response-memory", "12288KiB",
                        "response-memory-per-connection", "4096KiB",
                        "request-memory", "15360KiB",
                        "request-memory-per-connection", "7680KiB"));
    }

    @Test
    void a_small_heap_has_fewer_rooms_and_bodies() {
        assertThat(new MemoryDefaults(512 * MIB, 50 * MIB).smaller())
                .isEqualTo(Map.of(
                        "max-rooms", "20",
                        "http-request-memory", "6400KiB",
                        "http-request-memory-per-peer", "3200KiB"));
    }

    @Test
    void a_default_is_never_below_what_may_be_given() {
        assertThat(new MemoryDefaults(1, 1).smaller())
                .containsEntry("response-memory", "1024KiB")
                .containsEntry("max-rooms", "1");
    }
}

package dev.yodel.service.behavior;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.rpc.Status;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Delay;
import dev.yodel.v1.Failure;
import org.junit.jupiter.api.Test;

class BehaviorPolicyTest {

    private static final Behavior HARMLESS = Behavior.newBuilder()
            .setHeaderDelay(delay(1))
            .setPaddingBytes(64 << 10)
            .setFailure(Failure.newBuilder().setStatus(Status.newBuilder().setCode(14)))
            .build();

    @Test
    void off_refuses_every_behavior() {
        assertThatThrownBy(() -> BehaviorPolicy.OFF.check(HARMLESS))
                .hasMessage("behavior: requested (expected: none, because of --behavior off)");
    }

    @Test
    void safe_allows_short_delays_small_padding_and_failures() {
        assertThatCode(() -> BehaviorPolicy.SAFE.check(HARMLESS)).doesNotThrowAnyException();
    }

    @Test
    void safe_refuses_what_is_long_large_or_discloses() {
        assertRefused(
                Behavior.newBuilder().setTrailerDelay(delay(2)), "behavior.trailer_delay: 2s (expected: at most 1s");
        assertRefused(
                Behavior.newBuilder().setPaddingBytes(65_537),
                "behavior.padding_bytes: 65537 (expected: at most 65536");
        assertRefused(
                Behavior.newBuilder().setIncludeServerInfo(true),
                "behavior.include_server_info: true (expected: false");
        assertRefused(
                Behavior.newBuilder().setIncludeCallInfo(true), "behavior.include_call_info: true (expected: false");
    }

    @Test
    void all_allows_what_the_api_allows() {
        Behavior most = Behavior.newBuilder()
                .setMessageDelay(delay(60))
                .setIncludeCallInfo(true)
                .build();

        assertThatCode(() -> BehaviorPolicy.ALL.check(most)).doesNotThrowAnyException();
    }

    private static void assertRefused(Behavior.Builder behavior, String message) {
        assertThatThrownBy(() -> BehaviorPolicy.SAFE.check(behavior.build()))
                .hasMessage(message + ", because of --behavior safe)");
    }

    private static Delay delay(long seconds) {
        return Delay.newBuilder()
                .setFixed(Duration.newBuilder().setSeconds(seconds))
                .build();
    }
}

package dev.yodel.service.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import com.google.rpc.BadRequest;
import com.google.rpc.Status;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Delay;
import dev.yodel.v1.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BehaviorPlanTest {

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 1, 1", "1, 500000000, 1500000000", "60, 0, 60000000000"})
    void takes_delays_up_to_a_minute(long seconds, int nanos, long expected) {
        assertThat(BehaviorPlan.of(delayed(seconds, nanos)).headerNanos()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, -1s",
        "0, -1, -0.000000001s",
        "60, 1, 60.000000001s",
        "1, 1000000000, 2s",
        "9223372036854775807, 0, 9223372036854775807s",
    })
    void rejects_other_delays(long seconds, int nanos, String value) {
        assertThatThrownBy(() -> BehaviorPlan.of(delayed(seconds, nanos)))
                .isInstanceOf(RejectedRequestException.class)
                .hasMessage("behavior.header_delay.fixed: " + value + " (expected: 0s to 60s)");
    }

    @Test
    void rejects_a_delay_whose_kind_it_does_not_know() {
        Behavior behavior = Behavior.newBuilder()
                .setTrailerDelay(Delay.getDefaultInstance())
                .build();

        assertThatThrownBy(() -> BehaviorPlan.of(behavior))
                .hasMessage(
                        "behavior.trailer_delay: unknown kind of delay (expected: fixed, uniform, weighted or log_normal)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void takes_every_canonical_error_code(int code) {
        assertThat(BehaviorPlan.of(failing(Status.newBuilder().setCode(code))).failure())
                .isEqualTo(Status.newBuilder().setCode(code).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 17})
    void rejects_a_failure_that_is_none(int code) {
        assertThatThrownBy(() -> BehaviorPlan.of(failing(Status.newBuilder().setCode(code))))
                .hasMessage("behavior.failure.status.code: " + code + " (expected: 1 to 16)");
    }

    @Test
    void rejects_a_failure_too_large_for_trailers() {
        assertThatThrownBy(() ->
                        BehaviorPlan.of(failing(Status.newBuilder().setCode(5).setMessage("é".repeat(513)))))
                .hasMessage("behavior.failure.status.message: 1026 bytes (expected: at most 1024 bytes)");
        Any detail = Any.pack(StringValue.of("x".repeat(3072)));
        assertThatThrownBy(() ->
                        BehaviorPlan.of(failing(Status.newBuilder().setCode(5).addDetails(detail))))
                .hasMessageMatching("behavior.failure.status: \\d+ bytes \\(expected: at most 3072 bytes\\)");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, (1 << 20) + 1})
    void rejects_padding_out_of_bounds(int bytes) {
        assertThatThrownBy(() -> BehaviorPlan.of(
                        Behavior.newBuilder().setPaddingBytes(bytes).build()))
                .hasMessage("behavior.padding_bytes: " + bytes + " (expected: 0 to 1,048,576)");
    }

    @Test
    void a_rejection_reports_no_more_than_fits_into_trailers() throws InvalidProtocolBufferException {
        Violations violations = new Violations();
        for (int i = 0; i < 1000; i++) {
            violations.add("languages[" + i + "]", "x".repeat(1000), "less");
        }
        RejectedRequestException rejection =
                catchThrowableOfType(RejectedRequestException.class, violations::rejectIfAny);

        assertThat(rejection.status().getSerializedSize()).isLessThan(BehaviorChecks.MAX_FAILURE_BYTES);
        assertThat(rejection.status().getDetails(0).unpack(BadRequest.class).getFieldViolationsCount())
                .isBetween(2, 20);
    }

    private static Behavior delayed(long seconds, int nanos) {
        Duration fixed =
                Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
        return Behavior.newBuilder()
                .setHeaderDelay(Delay.newBuilder().setFixed(fixed))
                .build();
    }

    private static Behavior failing(Status.Builder status) {
        return Behavior.newBuilder()
                .setFailure(Failure.newBuilder().setStatus(status))
                .build();
    }
}

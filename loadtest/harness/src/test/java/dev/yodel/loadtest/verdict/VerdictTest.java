package dev.yodel.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

    @Test
    void any_reason_makes_a_result_suspect() {
        assertThat(Verdict.of(List.of()).status()).isEqualTo(Verdict.Status.VALID);
        assertThat(Verdict.of(List.of("x")).status()).isEqualTo(Verdict.Status.SUSPECT);
        assertThatThrownBy(() -> new Verdict(Verdict.Status.VALID, List.of("x")))
                .hasMessage("reasons: [x] (expected: none for VALID)");
        assertThatThrownBy(() -> new Verdict(Verdict.Status.SUSPECT, List.of()))
                .hasMessage("reasons: [] (expected: at least one for SUSPECT)");
    }
}

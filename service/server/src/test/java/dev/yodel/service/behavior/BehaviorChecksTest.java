package dev.yodel.service.behavior;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BehaviorChecksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpu=11s | behavior.cpu_time: 11s (expected: 0s to 10s)",
                "cpu=61s | behavior.cpu_time: 61s (expected: 0s to 60s)",
                "compress-every=2 | behavior.compress_every: 2 (expected: together with compression)",
                "compression=gzip; compress-every=1000001 | behavior.compress_every: 1000001 (expected: 0 to 1,000,000)",
                "echo-header=grpc-timeout | behavior.echo.header_keys[0]: grpc-timeout (expected: 0-9 a-z _ . - and neither"
                        + " reserved nor -bin)",
                "echo-trailer=x-bin | behavior.echo.trailer_keys[0]: x-bin (expected: 0-9 a-z _ . - and neither reserved nor"
                        + " -bin)",
                "echo-header=a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q | behavior.echo: 17 keys (expected: at most 16)",
                "load=memory:2 | behavior.load.memory_utilization: 2.0 (expected: 0 to 1)",
                "load=cpu:1000001 | behavior.load.cpu_utilization: 1000001.0 (expected: 0 to 1,000,000)",
                "load=named.:1 | behavior.load.named_metrics: empty name (expected: 1 to 64 characters)",
                "load=cpu | text load: cpu (expected: a figure: cpu, memory, application, rps, eps, named.NAME,"
                        + " utilization.NAME or cost.NAME, such as cpu:0.9)",
                "load=cpu:much | text load: much (expected: a number such as 0.5 or 100)",
                "end=now | text end: now (expected: never, reset, close or goaway)"
            })
    void what_is_out_of_bounds_is_refused_in_one_line(String text, String message) {
        assertThatThrownBy(() -> BehaviorPlan.of(BehaviorGrammar.parse("text", text)))
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpu=1ms | behavior.cpu_time: requested (expected: none, because of --behavior safe)",
                "end=close | behavior.ending: ENDING_CLOSE (expected: an end that leaves other calls alone, because of"
                        + " --behavior safe)",
                "end=goaway | behavior.ending: ENDING_GOAWAY (expected: an end that leaves other calls alone, because of"
                        + " --behavior safe)",
                "sequence=k: OK, 2s OK | behavior.sequence.steps[1].delay: 2s (expected: at most 1s, because of --behavior safe)"
            })
    void strangers_may_not_burn_cpu_or_end_connections(String text, String message) {
        Behaviors safe = new Behaviors(
                BehaviorPolicy.SAFE,
                BehaviorGrammar.parse("default", ""),
                new Sequences(System::nanoTime, Instant::now),
                "here",
                (headers, key) -> List.of());

        assertThatThrownBy(() -> safe.plan(BehaviorGrammar.parse("text", text), new Metadata()))
                .hasMessage(message);
    }
}

package dev.yodel.service.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Status;
import dev.yodel.v1.Behavior;
import io.grpc.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BehaviorsTest {

    private static final Behavior NOTHING = Behavior.getDefaultInstance();
    private final Behaviors behaviors = behaviors(BehaviorPolicy.ALL, NOTHING);

    @Test
    void a_call_that_asks_for_nothing_gets_no_plan() {
        assertThat(behaviors.plan(NOTHING, new Metadata())).isSameAs(BehaviorPlan.NONE);
        assertThat(behaviors.plan(NOTHING, metadata(""))).isSameAs(BehaviorPlan.NONE);
    }

    @Test
    void each_field_comes_from_the_message_or_else_the_metadata_or_else_the_default() {
        Behaviors withDefault = behaviors(BehaviorPolicy.ALL, parse("delay=1ms; trailer-delay=1ms; size=1"));

        BehaviorPlan plan = withDefault.plan(parse("delay=3ms"), metadata("delay=2ms; trailer-delay=2ms"));

        assertThat(plan.headerNanos()).isEqualTo(3_000_000);
        assertThat(plan.trailerNanos()).isEqualTo(2_000_000);
        assertThat(plan.paddingBytes()).isEqualTo(1);
        assertThat(withDefault.plan(NOTHING, new Metadata()).headerNanos()).isEqualTo(1_000_000);
    }

    @Test
    void a_behavior_for_another_instance_does_not_apply() {
        Behaviors withDefault = behaviors(BehaviorPolicy.ALL, parse("delay=1ms"));

        assertThat(behaviors.plan(parse("size=1; only=there"), new Metadata())).isSameAs(BehaviorPlan.NONE);
        assertThat(behaviors.plan(parse("size=1; only=here"), new Metadata()).paddingBytes())
                .isEqualTo(1);
        BehaviorPlan mixed = withDefault.plan(parse("delay=3ms; only=there"), metadata("size=2; only=here"));
        assertThat(mixed.headerNanos()).isEqualTo(1_000_000);
        assertThat(mixed.paddingBytes()).isEqualTo(2);
    }

    @Test
    void a_default_for_another_instance_does_not_apply() {
        Behaviors withDefault = behaviors(BehaviorPolicy.ALL, parse("size=1; only=there"));
        assertThat(withDefault.plan(NOTHING, new Metadata())).isSameAs(BehaviorPlan.NONE);

        withDefault.replaceFallback(parse("size=1; only=here"));
        assertThat(withDefault.plan(NOTHING, new Metadata()).paddingBytes()).isEqualTo(1);
    }

    @Test
    void echoed_metadata_is_sent_as_if_it_were_given_and_counts_against_the_same_bounds() {
        BehaviorPlan plan = behaviors.plan(parse("header=a:0; echo-header=x-b,c; echo-trailer=x-d"), new Metadata());

        assertThat(plan.headers()).extracting(h -> h.getKey() + h.getValue()).containsExactly("a0", "x-b1", "x-b2");
        assertThat(plan.trailers()).extracting(h -> h.getKey() + h.getValue()).containsExactly("x-d1", "x-d2");
        assertThatThrownBy(() -> behaviors.plan(
                        parse("echo-header=x-a,x-b,x-c,x-d,x-e; echo-trailer=x-a,x-b,x-c,x-d"), new Metadata()))
                .hasMessage("behavior.headers: 18 entries (expected: at most 16, trailers included)");
    }

    @Test
    void the_policy_is_for_callers_not_for_the_default() {
        Behaviors off = behaviors(BehaviorPolicy.OFF, parse("delay=1ms"));

        assertThatCode(() -> off.plan(NOTHING, new Metadata())).doesNotThrowAnyException();
        assertThatThrownBy(() -> off.plan(NOTHING, metadata("delay=1ms")))
                .hasMessage("behavior: requested (expected: none, because of --behavior off)");
    }

    @Test
    void the_same_seed_fails_the_same_calls_in_the_same_order() {
        List<Boolean> failures = failures("error=UNAVAILABLE@50%; seed=7", behaviors);

        assertThat(failures("error=UNAVAILABLE@50%; seed=7", behaviors(BehaviorPolicy.ALL, NOTHING)))
                .isEqualTo(failures);
        assertThat(failures("error=UNAVAILABLE@50%; seed=8", behaviors)).isNotEqualTo(failures);
        assertThat(failures).contains(true, false);
    }

    @ParameterizedTest
    @CsvSource({"0%, 0", "25%, 250", "100%, 1000"})
    void a_ratio_of_calls_fails(String ratio, int expected) {
        int failed = 0;
        for (int i = 0; i < 1000; i++) {
            failed += fails("error=INTERNAL@" + ratio + "; seed=1829", behaviors) ? 1 : 0;
        }

        assertThat(failed).isBetween(expected - expected / 5, expected + expected / 5);
    }

    @Test
    void the_first_attempts_fail_by_grpcs_own_count() {
        Metadata second = metadata("fail-attempts=2");
        second.put(Metadata.Key.of("grpc-previous-rpc-attempts", Metadata.ASCII_STRING_MARSHALLER), "1");
        Metadata third = metadata("fail-attempts=2");
        third.put(Metadata.Key.of("grpc-previous-rpc-attempts", Metadata.ASCII_STRING_MARSHALLER), "2");

        assertThat(behaviors.plan(NOTHING, metadata("fail-attempts=2")).failure())
                .isNotNull();
        assertThat(behaviors.plan(NOTHING, second).failure())
                .isEqualTo(Status.newBuilder().setCode(14).build());
        assertThat(behaviors.plan(NOTHING, third).failure()).isNull();
    }

    @Test
    void the_first_attempts_fail_by_the_key_of_the_caller() {
        String text = "error=ABORTED; fail-attempts=2; attempts-key=a";

        assertThat(List.of(fails(text, behaviors), fails(text, behaviors), fails(text, behaviors)))
                .containsExactly(true, true, false);
        assertThat(fails("error=ABORTED; fail-attempts=2; attempts-key=b", behaviors))
                .isTrue();
    }

    @Test
    void attempts_are_counted_for_a_bounded_number_of_keys() {
        AttemptCounts counts = new AttemptCounts(2);

        assertThat(counts.next("a")).isEqualTo(1);
        assertThat(counts.next("b")).isEqualTo(1);
        assertThat(counts.next("a")).isEqualTo(2);
        assertThat(counts.next("c")).isEqualTo(1);
        assertThat(counts.next("a")).isEqualTo(3);
        assertThat(counts.next("b"))
                .as("dropped as the one not used for longest")
                .isEqualTo(1);
    }

    @Test
    void what_is_applied_comes_back_with_the_seed() {
        Behavior applied = behaviors
                .plan(parse("delay=1ms..2ms"), metadata("info=behavior"))
                .applied();

        assertThat(applied).isNotNull();
        assertThat(applied.hasSeed()).isTrue();
        BehaviorPlan again = behaviors(BehaviorPolicy.ALL, NOTHING).plan(applied, new Metadata());
        BehaviorPlan andAgain = behaviors(BehaviorPolicy.ALL, NOTHING).plan(applied, new Metadata());
        assertThat(again.headerNanos()).isBetween(1_000_000L, 2_000_000L).isEqualTo(andAgain.headerNanos());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            error=ABORTED@101% → behavior.failure.ratio: 1.01 (expected: 0 to 1)
            error-after=1000001 → behavior.failure.after_messages: 1000001 (expected: 0 to 1,000,000)
            compression=zstd → behavior.compression: zstd (expected: gzip, or empty)
            header=grpc-status:0 → behavior.headers[0].key: grpc-status (expected: 0-9 a-z _ . - and neither reserved nor -bin)
            trailer=X:0 → behavior.trailers[0].key: X (expected: 0-9 a-z _ . - and neither reserved nor -bin)
            trailer=x-bin:0 → behavior.trailers[0].key: x-bin (expected: 0-9 a-z _ . - and neither reserved nor -bin)
            size=2MiB → behavior.padding_bytes: 2097152 (expected: 0 to 1,048,576)
            """)
    void what_is_out_of_bounds_is_rejected(String text, String message) {
        assertThatThrownBy(() -> behaviors.plan(NOTHING, metadata(text))).hasMessage(message);
    }

    private static List<Boolean> failures(String text, Behaviors behaviors) {
        List<Boolean> failures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            failures.add(fails(text, behaviors));
        }
        return failures;
    }

    private static boolean fails(String text, Behaviors behaviors) {
        return behaviors.plan(NOTHING, metadata(text)).failure() != null;
    }

    private static Behaviors behaviors(BehaviorPolicy policy, Behavior fallback) {
        return new Behaviors(
                policy,
                fallback,
                new Sequences(System::nanoTime, Instant::now),
                "here",
                (headers, key) -> key.startsWith("x-") ? List.of("1", "2") : List.of());
    }

    private static Behavior parse(String text) {
        return BehaviorGrammar.parse("test", text);
    }

    private static Metadata metadata(String text) {
        Metadata metadata = new Metadata();
        metadata.put(Behaviors.METADATA, text);
        return metadata;
    }
}

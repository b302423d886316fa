package dev.yodel.service.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import dev.yodel.v1.Behavior;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BehaviorGrammarTest {

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            delay=20ms → header_delay { fixed { nanos: 20000000 } }
            delay = 1.5s → header_delay { fixed { seconds: 1 nanos: 500000000 } }
            message-delay=300us → message_delay { fixed { nanos: 300000 } }
            trailer-delay=20ms..80ms → trailer_delay { uniform { min { nanos: 20000000 } max { nanos: 80000000 } } }
            delay=10ms*9 | 1s*1 → header_delay { weighted { choices { delay { nanos: 10000000 } weight: 9 } choices { delay { seconds: 1 } weight: 1 } } }
            delay=median 20ms p99 200ms → header_delay { log_normal { median { nanos: 20000000 } p99 { nanos: 200000000 } } }
            error=UNAVAILABLE → failure { status { code: 14 } }
            error=unavailable@12.5% → failure { status { code: 14 } ratio: 0.125 }
            error=8@100%:try later: please → failure { status { code: 8 message: "try later: please" } ratio: 1.0 }
            error-after=3; fail-attempts=2 → failure { status { code: 14 } after_messages: 3 attempts: 2 }
            fail-attempts=1; attempts-key=k → failure { status { code: 14 } attempts: 1 attempts_key: "k" }
            end=never → ending: ENDING_NEVER
            end=reset;seed=7 → ending: ENDING_RESET seed: 7
            size=100 → padding_bytes: 100
            size=4KiB; → padding_bytes: 4096
            header=x-a: 1; header=x-b:2 → headers { key: "x-a" value: "1" } headers { key: "x-b" value: "2" }
            trailer=x-a:a:b → trailers { key: "x-a" value: "a:b" }
            compression=gzip → compression: "gzip"
            info=server, call,behavior → include_server_info: true include_call_info: true include_behavior: true
            """)
    void reads_every_entry(String text, String behavior) throws TextFormat.ParseException {
        assertThat(BehaviorGrammar.parse("yodel-behavior", text)).isEqualTo(TextFormat.parse(behavior, Behavior.class));
    }

    @Test
    void nothing_is_no_behavior() {
        assertThat(BehaviorGrammar.parse("yodel-behavior", " ; ")).isEqualTo(Behavior.getDefaultInstance());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            delay → yodel-behavior delay:  (expected: a time such as 20ms, 1.5s or 300us)
            delay=20 → yodel-behavior delay: 20 (expected: a time such as 20ms, 1.5s or 300us)
            delay=1s..x → yodel-behavior delay: x (expected: a time such as 20ms, 1.5s or 300us)
            delay=1s*x → yodel-behavior delay: x (expected: a number)
            error=NONE → yodel-behavior error: NONE (expected: a status code, such as UNAVAILABLE, UNAVAILABLE@10% or UNAVAILABLE:why)
            error=0 → yodel-behavior error: 0 (expected: a status code, such as UNAVAILABLE, UNAVAILABLE@10% or UNAVAILABLE:why)
            error=99 → yodel-behavior error: 99 (expected: a status code, such as UNAVAILABLE, UNAVAILABLE@10% or UNAVAILABLE:why)
            size=1GB → yodel-behavior size: 1GB (expected: a size such as 100B, 4KiB or 1MiB)
            end=soon → yodel-behavior end: soon (expected: never, reset, close or goaway)
            info=all → yodel-behavior info: all (expected: server, call or behavior)
            header=x → yodel-behavior header: x (expected: key:value)
            seed=-1 → yodel-behavior seed: -1 (expected: a number)
            frobnicate=1 → yodel-behavior: frobnicate (expected: delay, message-delay, trailer-delay, cpu, error, error-after, fail-attempts, attempts-key, sequence, seed, end, size, header, trailer, echo-header, echo-trailer, compression, compress-every, load, only or info)
            """)
    void rejects_what_it_does_not_know(String text, String message) {
        assertThatThrownBy(() -> BehaviorGrammar.parse("yodel-behavior", text))
                .isInstanceOf(RejectedRequestException.class)
                .hasMessage(message);
    }

    @Test
    void a_long_text_is_not_read() {
        assertThatThrownBy(() -> BehaviorGrammar.parse("yodel-behavior", ";".repeat(5000)))
                .hasMessage("yodel-behavior: 5000 characters (expected: at most 4096)");
    }

    @Test
    void a_default_out_of_bounds_is_an_illegal_argument() {
        assertThatThrownBy(() -> BehaviorGrammar.ofSetting("delay=61s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("behavior.header_delay.fixed: 61s (expected: 0s to 60s)");
    }
}

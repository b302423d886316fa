package dev.yodel.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.benchmarks.load.Load.Manner;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LoadTest {

    @Test
    void a_load_reaches_the_program_by_its_flags_as_it_was() {
        Load load = Load.fullSpeed(Workload.CHAT, 17, 1_000, Duration.ofSeconds(3))
                .withTarget("127.0.0.1:1234")
                .with(new Manner(16, 300.5, 9_000, Duration.ofMillis(50), true));

        Properties properties = new Properties();
        for (String flag : load.jvmFlags()) {
            int equals = flag.indexOf('=');
            properties.setProperty(flag.substring("-D".length(), equals), flag.substring(equals + 1));
        }

        assertThat(Load.of(properties)).isEqualTo(load);
    }

    @Test
    void a_paced_load_warms_up_no_slower_than_it_goes_on() {
        Load load = Load.fullSpeed(Workload.PACED, 8, 1_000, Duration.ofSeconds(3));

        assertThat(load.with(Manner.atRate(300)).warmUpRate()).isEqualTo(30_000);
        assertThat(load.with(Manner.atRate(45_000)).warmUpRate()).isEqualTo(45_000);
    }

    @Test
    void a_program_started_by_hand_says_what_it_misses() {
        assertThatThrownBy(() -> Load.of(new Properties()))
                .hasMessage("system property load.target: none (expected: a value)");
    }
}

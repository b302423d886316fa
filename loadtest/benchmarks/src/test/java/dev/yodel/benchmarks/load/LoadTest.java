package dev.yodel.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.benchmarks.load.Load.Options;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LoadTest {

    @Test
    void jvm_flags_pass_a_load_unchanged() {
        Load load = Load.fullSpeed(Workload.CHAT, 17, 1_000, Duration.ofSeconds(3))
                .withAddress("127.0.0.1:1234")
                .with(new Options(16, 300.5, 9_000, Duration.ofMillis(50), true));

        Properties properties = new Properties();
        for (String flag : load.jvmFlags()) {
            int equals = flag.indexOf('=');
            properties.setProperty(flag.substring("-D".length(), equals), flag.substring(equals + 1));
        }

        assertThat(Load.of(properties)).isEqualTo(load);
    }

    @Test
    void a_schedule_warms_up_at_its_own_rate_or_faster() {
        Load load = Load.fullSpeed(Workload.SCHEDULED, 8, 1_000, Duration.ofSeconds(3));

        assertThat(load.with(Options.atRate(300, 30_000)).warmUpRate()).isEqualTo(30_000);
        assertThat(load.with(Options.atRate(45_000, 30_000)).warmUpRate()).isEqualTo(45_000);
    }

    @Test
    void a_missing_property_is_named() {
        assertThatThrownBy(() -> Load.of(new Properties()))
                .hasMessage("system property load.address: none (expected: a value)");
    }
}

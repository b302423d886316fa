package dev.yodel.loadtest.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DashboardLinkTest {

    private static final Instant FROM = Instant.ofEpochSecond(1_000);

    @Test
    void has_the_run_and_its_time() {
        assertThat(DashboardLink.of("http://127.0.0.1:3000", "r1", FROM, FROM.plusSeconds(30)))
                .hasValue("http://127.0.0.1:3000/d/yodel-load-test?var-run=r1&from=990000&to=1040000");
    }

    @Test
    void there_is_none_without_grafana() {
        assertThat(DashboardLink.of(null, "r1", FROM, FROM)).isEmpty();
        assertThat(DashboardLink.of("", "r1", FROM, FROM)).isEmpty();
    }
}

package dev.yodel.loadtest.engine.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.yodel.loadtest.plan.TraceShare;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceparentsTest {

    private static final String SAMPLED = "00-[0-9a-f]{32}-[0-9a-f]{16}-01";
    private static final String UNSAMPLED = "00-[0-9a-f]{32}-[0-9a-f]{16}-00";
    private static final int CALLS = 10_000;

    @Test
    void each_sampled_call_begins_a_trace() {
        Traceparents headers = new Traceparents(TraceShare.parse("100%"), new Random(1)::nextLong);
        Set<String> traces = new HashSet<>();
        for (int i = 0; i < CALLS; i++) {
            String header = headers.next();
            assertThat(header).matches(SAMPLED);
            traces.add(header.substring(3, 35));
        }

        assertThat(traces).hasSize(CALLS);
    }

    @Test
    void a_share_of_the_calls_is_sampled_and_all_others_ask_not_to_be_traced() {
        Traceparents headers = new Traceparents(TraceShare.parse("10%"), new Random(1)::nextLong);
        Set<String> unsampled = new HashSet<>();
        int sampled = 0;
        for (int i = 0; i < CALLS; i++) {
            String header = headers.next();
            if (header.endsWith("-01")) {
                sampled++;
            } else {
                unsampled.add(header);
            }
        }

        assertThat(sampled / (double) CALLS).isCloseTo(0.1, within(0.01));
        assertThat(unsampled).singleElement().asString().matches(UNSAMPLED);
    }

    @Test
    void no_id_is_all_zeros() {
        Traceparents headers = new Traceparents(TraceShare.parse("100%"), () -> 0);

        assertThat(headers.next()).isEqualTo("00-00000000000000010000000000000001-0000000000000001-01");
    }
}

package dev.yodel.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScrapeTextTest {

    @Test
    void a_bucket_of_infinity_stays_only_after_another_bucket() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("""
                # TYPE a histogram
                a_bucket{x="1",le="0.5"} 1
                a_bucket{x="1",le="+Inf"} 2
                a_count{x="1"} 2
                a_bucket{x="2",le="+Inf"} 7
                a_count{x="2"} 7
                # EOF
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(new String(ScrapeText.withoutLoneBuckets(text), StandardCharsets.UTF_8))
                .isEqualTo("""
                # TYPE a histogram
                a_bucket{x="1",le="0.5"} 1
                a_bucket{x="1",le="+Inf"} 2
                a_count{x="1"} 2
                a_count{x="2"} 7
                # EOF
                """);
    }
}

package dev.yodel.gatling.grpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTimingTest {

    private static final Metadata.Key<String> KEY = Metadata.Key.of("server-timing", Metadata.ASCII_STRING_MARSHALLER);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            app;dur=1.5                               | 1500000
            app;dur=0                                 | 0
            app; dur=2                                | 2000000
            db;dur=53, app;dur=47.2                   | 100200000
            db;dur=1,app;dur=2,cache;dur=0.5          | 3500000
            miss, db;dur=4                            | 4000000
            app;desc=Application;dur=3                | 3000000
            app;dur=3;desc="of the app"               | 3000000
            app;dur="1.5"                             | 1500000
            app;desc="slow; dur=9";dur=3              | 3000000
            app;desc="said \\"dur=9\\"";dur=3         | 3000000
            app;maxdur=9;dur=3                        | 3000000
            app;dur=1e3                               | 1000000000
            app;dur=2.5E-1                            | 250000
            app ; DUR = 3                             | 3000000
            app;dur="3", db;desc="dur=9";dur=4        | 7000000
            """)
    void durations_in_milliseconds_are_summed(String value, long nanos) {
        assertThat(ServerTiming.nanos(trailers(value))).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            ''
            miss
            app;desc="no time"
            app;desc="dur=9"
            app;dur=
            app;dur=fast
            app;dur=-1
            app;dur=1.2.3
            app;dur=NaN
            app;dur=1e999
            app;dur="1 2"
            db;dur=1, app;dur=fast
            """)
    void a_value_without_a_duration_or_with_a_malformed_one_yields_none(String value) {
        assertThat(ServerTiming.nanos(trailers(value))).isEqualTo(-1);
    }

    @Test
    void headers_of_the_name_count_together() {
        assertThat(ServerTiming.nanos(trailers("db;dur=1", "app;dur=2"))).isEqualTo(3_000_000);
    }

    @Test
    void no_such_header_yields_none() {
        assertThat(ServerTiming.nanos(new Metadata())).isEqualTo(-1);
        assertThat(ServerTiming.nanos(null)).isEqualTo(-1);
    }

    private static Metadata trailers(String... values) {
        Metadata trailers = new Metadata();
        for (String value : values) {
            trailers.put(KEY, value);
        }
        return trailers;
    }
}

package dev.yodel.gatling.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @ParameterizedTest
    @ValueSource(strings = {"01", "03", "09-more"})
    void the_trace_of_a_sampled_call_is_known(String flags) {
        String version = flags.endsWith("more") ? "cc" : "00";

        assertThat(sampledId(version + "-" + TRACE + "-b7ad6b7169203331-" + flags))
                .isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00-" + TRACE + "-b7ad6b7169203331-00", "00-" + TRACE, "", "x"})
    void a_call_that_is_not_sampled_or_has_no_valid_header_has_none(String header) {
        assertThat(sampledId(header)).isNull();
    }

    @Test
    void a_call_without_the_header_has_none() {
        assertThat(TraceParent.sampledId(new Metadata())).isNull();
    }

    private static String sampledId(String header) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), header);
        return TraceParent.sampledId(headers);
    }
}

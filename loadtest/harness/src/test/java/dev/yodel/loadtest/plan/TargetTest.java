package dev.yodel.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @Test
    void reads_host_and_port() {
        assertThat(Target.parse("api.example.org:443")).isEqualTo(new Target("api.example.org", 443));
        assertThat(Target.parse("127.0.0.1:1")).isEqualTo(new Target("127.0.0.1", 1));
        assertThat(Target.parse("[::1]:50051")).isEqualTo(new Target("::1", 50051));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:50051",
                "[::1]:50051",
                "10.0.0.1:65535",
                "dns:///localhost:50051",
                "dns:localhost:50051",
                "dns://8.8.8.8/localhost:50051",
                "unix:/run/a.sock",
                "unix:///run/a.sock",
                "unix:a.sock",
                "ipv4:10.0.0.1:443",
                "ipv4:10.0.0.1:443,10.0.0.2:443",
                "ipv6:[::1]:50051,[::2]:50051"
            })
    void writes_what_it_reads(String text) {
        assertThat(Target.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                ":50051",
                "localhost:",
                "http://localhost:80",
                "::1:50051",
                "a b:1",
                "a/b:1",
                "h:x",
                "localhost:0",
                "localhost:65536",
                "localhost:999999999",
                "unix:",
                "dns:///localhost",
                "ipv4:10.0.0.1:443,",
                "ipv6:::1"
            })
    void requires_a_form_that_exists(String text) {
        assertThatThrownBy(() -> Target.parse(text))
                .hasMessageStartingWith(
                        text + " (expected: host:port with a port of 1 to 65535, dns:///host:port, unix:path or ");
    }
}

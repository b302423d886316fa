package dev.yodel.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.gatling.grpc.config.HttpProxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyAddressTest {

    @Test
    void reads_host_port_user_and_password() {
        assertThat(ProxyAddress.parse("--proxy", "http://ann:p%40ss@proxy.example:3128"))
                .isEqualTo(new HttpProxy("proxy.example", 3128, "ann", "p@ss"));
        assertThat(ProxyAddress.parse("--proxy", "proxy.example:3128"))
                .isEqualTo(new HttpProxy("proxy.example", 3128, null, null));
        assertThat(ProxyAddress.parse("--proxy", "none")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proxy", "https://a:1", "http://a", "http://user:secret@:1", "a b:1"})
    void an_error_does_not_show_the_password(String text) {
        assertThatThrownBy(() -> ProxyAddress.parse("--proxy", text))
                .hasMessage("--proxy: not the address of a proxy (expected: http://host:port or"
                        + " http://user:password@host:port)");
    }

    @ParameterizedTest
    @CsvSource({
        "api.example:443, true",
        "dns:///api.example:443, true",
        "ipv4:10.0.0.1:443, true",
        "localhost:443, false",
        "127.0.0.1:443, false",
        "[::1]:443, false",
        "unix:/run/s, false",
        "internal.example:443, false",
        "a.internal.example:443, false",
        "notinternal.example:443, true",
        "10.0.0.9:443, false"
    })
    void the_environment_has_a_proxy_for_what_it_does_not_exclude(String target, boolean proxied) {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "http://p:3128", "no_proxy", " .internal.example, 10.0.0.9:443");

        assertThat(ProxyAddress.ofEnvironment(target, environment) != null).isEqualTo(proxied);
    }

    @Test
    void a_star_excludes_everything() {
        Map<String, String> environment = Map.of("https_proxy", "http://p:3128", "NO_PROXY", "*");

        assertThat(ProxyAddress.ofEnvironment("api.example:443", environment)).isNull();
        assertThat(ProxyAddress.ofEnvironment("api.example:443", Map.of())).isNull();
    }
}

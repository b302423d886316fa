package dev.yodel.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataEntryTest {

    @Test
    void reads_key_and_value() {
        assertThat(MetadataEntry.parse("authorization: Bearer a:b"))
                .isEqualTo(new MetadataEntry("authorization", "Bearer a:b"));
        assertThat(MetadataEntry.parse("x-empty:")).isEqualTo(new MetadataEntry("x-empty", ""));
    }

    @Test
    void the_key_is_lower_cased() {
        assertThat(MetadataEntry.parse("Authorization: Bearer A"))
                .isEqualTo(new MetadataEntry("authorization", "Bearer A"));
    }

    @Test
    void prints_its_key_and_not_its_value() {
        assertThat(MetadataEntry.parse("authorization: secret")).hasToString("authorization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key", ":value"})
    void requires_key_and_value(String text) {
        assertThatThrownBy(() -> MetadataEntry.parse(text)).hasMessage(text + " (expected: key:value)");
    }

    @Test
    void binary_value_is_base64() {
        MetadataEntry entry = MetadataEntry.parse("x-key-bin: b3Blbg==");

        assertThat(entry.isBinary()).isTrue();
        assertThat(entry.bytes()).asString(StandardCharsets.US_ASCII).isEqualTo("open");
        assertThat(MetadataEntry.parse("x-key: b3Blbg==").isBinary()).isFalse();
        assertThatThrownBy(() -> MetadataEntry.parse("x-key-bin: #"))
                .hasMessage("metadata x-key-bin: not base64 (expected: base64, because the key ends with -bin)");
    }

    @Test
    void text_is_what_http_can_carry() {
        assertThatThrownBy(() -> MetadataEntry.parse("x-key: caf\u00e9"))
                .hasMessage(
                        "metadata x-key: character U+00E9 (expected: printable ASCII, or a key ending with -bin and base64)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user-agent", "content-type", "te"})
    void leaves_to_grpc_what_grpc_sets(String key) {
        assertThatThrownBy(() -> MetadataEntry.parse(key + ": v"))
                .hasMessage("metadata key: %s (expected: another key, gRPC sets this one itself)".formatted(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "grpc-timeout"})
    void requires_a_key_that_grpc_allows(String key) {
        assertThatThrownBy(() -> MetadataEntry.parse(key + ":v"))
                .hasMessage("metadata key: %s (expected: 0-9 a-z _ . - and not grpc-)".formatted(key));
    }
}

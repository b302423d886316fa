package dev.yodel.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataEntryTest {

    @Test
    void readsKeyAndValue() {
        assertThat(MetadataEntry.parse("authorization: Bearer a:b"))
                .isEqualTo(new MetadataEntry("authorization", "Bearer a:b"));
        assertThat(MetadataEntry.parse("x-empty:")).isEqualTo(new MetadataEntry("x-empty", ""));
    }

    @Test
    void tellsItsKeyAndNotItsValue() {
        assertThat(MetadataEntry.parse("authorization: secret")).hasToString("authorization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key", ":value"})
    void wantsKeyAndValue(String text) {
        assertThatThrownBy(() -> MetadataEntry.parse(text)).hasMessage(text + " (expected: key:value)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "with space", "grpc-timeout"})
    void wantsAKeyThatGrpcAllows(String key) {
        assertThatThrownBy(() -> MetadataEntry.parse(key + ":v"))
                .hasMessage("metadata key: %s (expected: 0-9 a-z _ . - and not grpc-)".formatted(key));
    }
}

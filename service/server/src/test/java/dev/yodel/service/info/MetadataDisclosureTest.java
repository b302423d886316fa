package dev.yodel.service.info;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.settings.ServiceCommand;
import dev.yodel.service.settings.ServiceSettings;
import dev.yodel.v1.MetadataEntry;
import io.grpc.Metadata;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataDisclosureTest {

    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "abc, abcd, false",
        "abc*, abcd, true",
        "abc*, abc, true",
        "*bcd, abcd, true",
        "*bcd, abcde, false",
        "*bc*, abcd, true",
        "*bc*, acbd, false",
        "*, anything, true",
    })
    void a_star_matches_any_text(String pattern, String key, boolean exposed) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), "value");

        ServiceSettings settings = ServiceCommand.parse(Map.of(), "--expose-metadata", pattern);
        List<MetadataEntry> entries =
                new MetadataDisclosure(settings.exposeMetadata, settings.secretMetadata).entries(headers);

        assertThat(entries).hasSize(exposed ? 1 : 0);
    }
}

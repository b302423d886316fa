package dev.yodel.monitoring;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;

/** The YAML files of this module, read strictly: a key given twice is an error. */
final class Yaml {

    private static final ObjectMapper READER =
            new ObjectMapper(new YAMLFactory()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private Yaml() {}

    static JsonNode read(String file) throws IOException {
        return READER.readTree(Path.of(file).toFile());
    }
}

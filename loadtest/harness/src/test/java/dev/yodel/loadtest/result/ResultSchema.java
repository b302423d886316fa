package dev.yodel.loadtest.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.Set;

/** The schema of a result. */
public final class ResultSchema {

    private static final String RESOURCE = "result.schema.json";

    private ResultSchema() {}

    /** Validates the text against the schema; returns it parsed. */
    public static JsonNode assertValid(String json) throws IOException {
        JsonNode result = new ObjectMapper().readTree(json);
        assertThat(problems(result)).isEmpty();
        return result;
    }

    public static Set<ValidationMessage> problems(JsonNode result) {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(RunResult.class.getResourceAsStream(RESOURCE));
        return schema.validate(result, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
    }
}
